/// Who calls, and from where.
struct CallContext: Sendable {
    /// The caller; once the call is admitted, as it was then.
    var caller: Caller
    let connection: ConnectionHandle
    /// The policy that the call was admitted by, for handlers that answer about several accounts.
    var policy = AccessPolicy()
    /// What it was admitted with.
    var grant = AccessGrant()
    /// What it holds until its answer is gone.
    var debts = CallDebts()
}
