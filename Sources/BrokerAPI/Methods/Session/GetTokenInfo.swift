/// `session.tokenInfo`: what is known about a session's access token, without the token.
public enum GetTokenInfo: BrokerMethod {
    /// Which session, and whether to refresh.
    public struct Params: Codable, Sendable, Equatable {
        /// A DID or a handle.
        public var account: String
        /// Whether to refresh first; nil is `.auto`.
        public var refresh: RefreshMode?
        /// The OAuth client that the session belongs to; nil for whichever has one that works, the default first.
        public var registration: String?

        /// A session to look at.
        public init(account: String, refresh: RefreshMode? = nil, registration: String? = nil) {
            self.account = account
            self.refresh = refresh
            self.registration = registration
        }
    }

    /// The token's properties.
    public struct Result: Codable, Sendable, Equatable {
        /// When it expires, if the server said.
        public var expiresAt: Timestamp?
        /// Whether it has, if that is known.
        public var expired: Bool?
        /// The granted scope.
        public var scope: String
        /// The issuer.
        public var iss: String
        /// The audience: the account's server.
        public var aud: String
        /// The subject: the account's DID.
        public var sub: String

        /// A token's properties.
        public init(expiresAt: Timestamp? = nil, expired: Bool? = nil, scope: String, iss: String, aud: String, sub: String) {
            self.expiresAt = expiresAt
            self.expired = expired
            self.scope = scope
            self.iss = iss
            self.aud = aud
            self.sub = sub
        }
    }

    /// What the server, the client and the API document know of this method.
    public static let definition = MethodDefinition(
        name: "session.tokenInfo",
        summary: "Describe a session's access token, without the token.",
        params: .object(
            "a session to look at", .required("account", .account), .optional("refresh", .refresh),
            .optional("registration", .sessionRegistration)),
        result: .object(
            "the access token's properties",
            .optional("expiresAt", .tokenExpiry),
            .optional("expired", .boolean("whether it has expired")),
            .required("scope", .scope),
            .required("iss", .issuer),
            .required("aud", .pds),
            .required("sub", .did)),
        errors: .needingSession,
        isRepeatable: true)
}
