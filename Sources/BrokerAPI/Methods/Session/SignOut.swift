/// `session.signOut`: revoke a session at its server and forget it (RFC 7009).
public enum SignOut: BrokerMethod {
    /// Which session.
    public struct Params: Codable, Sendable, Equatable {
        /// A DID or a handle.
        public var account: String

        /// A session to end.
        public init(account: String) { self.account = account }
    }

    /// Nothing: the session is gone here even if its server could not be told.
    public typealias Result = EmptyObject

    /// What the server, the client and the API document know of this method.
    public static let definition = MethodDefinition(
        name: "session.signOut",
        summary: "Revoke a session at its server and forget it.",
        params: .object("a session to end", .required("account", .account)),
        result: .empty,
        errors: [.noSession, .locked],
        isRepeatable: false)
}
