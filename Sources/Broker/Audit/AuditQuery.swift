import BrokerAPI

/// Which lines of the trail somebody wants to see.
struct AuditQuery: Sendable {
    /// The first ones after this line; nil for the newest.
    var after: Int64?
    var uid: UInt32?
    var accounts: Set<String>?
    var limit: Int

    func takes(_ entry: AuditEntry) -> Bool {
        guard entry.sequence > after ?? 0, uid ?? entry.peer.uid == entry.peer.uid else { return false }
        guard let accounts else { return true }
        return entry.account.map(accounts.contains) ?? false
    }
}
