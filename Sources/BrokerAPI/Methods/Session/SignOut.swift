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

    /// The session is gone here. Without any member, its tokens are revoked at its server as well.
    public struct Result: Codable, Sendable, Equatable {
        /// False if the server could not be told.
        public var revoked: Bool?
        /// Why not.
        public var reason: String?
        /// Until when the access token still works then, if the server said.
        public var accessTokenEndsAt: Timestamp?

        /// An outcome.
        public init(revoked: Bool? = nil, reason: String? = nil, accessTokenEndsAt: Timestamp? = nil) {
            self.revoked = revoked
            self.reason = reason
            self.accessTokenEndsAt = accessTokenEndsAt
        }
    }

    /// What the server, the client and the API document know of this method.
    public static let definition = MethodDefinition(
        name: "session.signOut",
        summary: "Revoke a session at its server and forget it.",
        params: .object("a session to end", .required("account", .account), .optional("registration", .sessionRegistration)),
        result: .object(
            "nothing, unless the server could not be told that its tokens are to be revoked",
            .optional("revoked", .boolean("false if the server could not be told")),
            .optional("reason", .string("why not", length: 0...4096)),
            .optional("accessTokenEndsAt", .timestamp("until when the access token still works"))),
        errors: [.noSession, .locked],
        isRepeatable: false)
}
