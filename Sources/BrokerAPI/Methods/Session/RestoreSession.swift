/// `session.restore`: look at a session, refreshing its token if asked to.
public enum RestoreSession: BrokerMethod {
    /// Which session, and whether to refresh.
    public struct Params: Codable, Sendable, Equatable {
        /// A DID or a handle.
        public var account: String
        /// Whether to refresh; nil is `.auto`.
        public var refresh: RefreshMode?
        /// The OAuth client that the session belongs to; nil for whichever has one that works, the default first.
        public var registration: String?

        /// A session to restore.
        public init(account: String, refresh: RefreshMode? = nil, registration: String? = nil) {
            self.account = account
            self.refresh = refresh
            self.registration = registration
        }
    }

    /// The session.
    public typealias Result = SessionSummary

    /// What the server, the client and the API document know of this method.
    public static let definition = MethodDefinition(
        name: "session.restore",
        summary: "Answer a session, with its access token refreshed if it has expired.",
        params: .object(
            "a session to restore", .required("account", .account), .optional("refresh", .refresh),
            .optional("registration", .sessionRegistration)),
        result: SessionSummary.schema,
        errors: .needingSession,
        isRepeatable: true)
}
