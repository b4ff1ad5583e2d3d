public import ATProtoSyntax

/// Where sessions are kept, one per account. A store that outlives the process must be durable when `set` returns, and must encrypt.
public protocol SessionStore: Sendable {
    /// The session of `sub`, or nil if there is none. Called for every request: answer from memory where possible.
    func session(of sub: DID) async throws -> Session?

    /// Keeps `session` in place of the account's former one. Throws if it is not kept; the former one is then still there.
    func set(_ session: Session) async throws

    /// Ends the session of `sub` for the reason given. A store may keep what is needed to sign in again with one click, but not
    /// the tokens.
    func delete(_ sub: DID, cause: any Error) async throws
}
