import ATProtoSyntax
import BrokerAPI

/// `admin.audit`.
struct AdminAuditHandler: MethodHandler {
    typealias Method = BrokerAPI.AdminAudit

    let trail: AuditTrail?
    let vault: SessionVault

    func handle(_ params: AdminAudit.Params, _ context: CallContext) async throws -> AdminAudit.Result {
        guard let trail else { throw RPCError(.accessDenied, "this daemon keeps no audit trail: [audit] enabled is false") }
        let reader = await trail.reader()
        let query = AuditQuery(after: params.after, uid: params.uid, accounts: params.account.map(names), limit: params.limit ?? 100)
        async let broken = params.verify == true ? reader.firstBrokenLine() : nil
        let entries = try await reader.entries(query)
        let brokenAt = try await broken
        return AdminAudit.Result(entries: entries, verified: params.verify == true ? brokenAt == nil : nil, brokenAt: brokenAt)
    }

    /// The trail knows accounts by DID. A handle stands for those that have it now, of whatever user.
    private func names(_ account: String) -> Set<String> {
        let name = account.hasPrefix("@") ? String(account.dropFirst()) : account
        return Set(vault.records.filter { $0.handle == name.lowercased() }.map(\.key.did) + [name])
    }
}
