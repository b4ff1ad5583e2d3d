/// `admin.locks`: who changes which session, and who waits to.
public enum AdminLocks: BrokerMethod {
    /// No parameters.
    public typealias Params = EmptyObject

    /// One held lock.
    public struct Entry: Codable, Sendable, Equatable {
        /// The session's owner.
        public var uid: UInt32
        /// The session's account.
        public var did: String
        /// What the holder does: `login`, `refresh`, `sign_out`, `restore`.
        public var operation: String
        /// Since when, in milliseconds.
        public var heldMs: Int
        /// How many wait.
        public var waiting: Int

        /// A held lock.
        public init(uid: UInt32, did: String, operation: String, heldMs: Int, waiting: Int) {
            self.uid = uid
            self.did = did
            self.operation = operation
            self.heldMs = heldMs
            self.waiting = waiting
        }
    }

    /// The held locks, the longest held first.
    public typealias Result = [Entry]

    /// What the server, the client and the API document know of this method.
    public static let definition = MethodDefinition(
        name: "admin.locks",
        summary: "List the sessions that are being changed, and how many wait.",
        params: .empty,
        result: .array(
            "held locks",
            of: .object(
                "a held lock",
                .required("uid", .uid),
                .required("did", .did),
                .required("operation", .string("what the holder does")),
                .required("heldMs", .integer("since when, in milliseconds")),
                .required("waiting", .integer("how many wait")))),
        errors: [],
        isRepeatable: true)
}
