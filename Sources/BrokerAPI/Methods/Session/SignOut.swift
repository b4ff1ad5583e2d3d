/// `session.signOut`: revoke a session at its server and forget it (RFC 7009).
public enum SignOut: BrokerMethod {
    /// Which session.
    public struct Params: Codable, Sendable, Equatable {
        /// A DID or a handle.
        public var account: String
        /// The OAuth client that the session belongs to; nil for whichever has one that works, the default first.
        public var registration: String?

        /// A session to end.
        public init(account: String, registration: String? = nil) {
            self.account = account
            self.registration = registration
        }
    }

    /// Nothing: the session is gone here even if its server could not be told.
    public typealias Result = EmptyObject

    /// What the server, the client and the API document know of this method.
    public static let definition = MethodDefinition(
        name: "session.signOut",
        summary: "Revoke a session at its server and forget it.",
        params: .object("a session to end", .required("account", .account), .optional("registration", .sessionRegistration)),
        result: .empty,
        errors: [.noSession, .locked],
        isRepeatable: false)
}
