import BrokerAPI

/// `admin.sessions`.
struct AdminSessionsHandler: MethodHandler {
    typealias Method = BrokerAPI.AdminSessions

    let vault: SessionVault

    func handle(_ params: AdminSessions.Params, _ context: CallContext) async throws -> AdminSessions.Result {
        let records = params.uid.map { vault.records(of: $0) } ?? vault.records
        return records.sorted { ($0.key.uid, $0.key.did, $0.key.registration) < ($1.key.uid, $1.key.did, $1.key.registration) }
            .map { AdminSessions.Entry(uid: $0.key.uid, session: $0.summary) }
    }
}
