import BrokerAPI

/// `session.list`.
struct ListSessionsHandler: MethodHandler {
    typealias Method = BrokerAPI.ListSessions

    let accounts: Accounts

    func handle(_ params: EmptyObject, _ context: CallContext) async throws -> [SessionSummary] {
        accounts.vault.records(of: context.caller.uid)
            .filter { context.maySee(did: $0.key.did, handle: $0.handle) }
            .sorted { ($0.createdAt, $0.key.did) < ($1.createdAt, $1.key.did) }
            .map(summary)
    }

    /// A session whose client is configured no more cannot be used, and can be forgotten.
    private func summary(_ record: SessionRecord) -> SessionSummary {
        var summary = record.summary
        if record.state != .needsLogin, accounts.registrations[record.key.registration] == nil {
            summary.state = .needsLogin
            summary.cause = SessionCause(type: .needsLogin, message: Registrations.missing(record.key.registration))
        }
        return summary
    }
}
