/// `admin.sessions`: the sessions of all users.
public enum AdminSessions: BrokerMethod {
    /// Whose sessions.
    public struct Params: Codable, Sendable, Equatable {
        /// One user; nil for all.
        public var uid: UInt32?

        /// A listing.
        public init(uid: UInt32? = nil) { self.uid = uid }
    }

    /// A session and its owner.
    public struct Entry: Codable, Sendable, Equatable {
        /// The owner.
        public var uid: UInt32
        /// The session.
        public var session: SessionSummary

        /// A session and its owner.
        public init(uid: UInt32, session: SessionSummary) {
            self.uid = uid
            self.session = session
        }
    }

    /// Sessions, sorted by user and DID.
    public typealias Result = [Entry]

    /// What the server, the client and the API document know of this method.
    public static let definition = MethodDefinition(
        name: "admin.sessions",
        summary: "List the sessions of all users, or of one.",
        params: .object("whose sessions", .optional("uid", .uid)),
        result: .array(
            "sessions and their owners",
            of: .object("a session and its owner", .required("uid", .uid), .required("session", SessionSummary.schema))),
        errors: [],
        isRepeatable: true)
}
