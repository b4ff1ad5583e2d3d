/// What the daemon accepts, so that a client need not find out by being refused.
public struct BrokerLimits: Codable, Sendable, Equatable {
    /// The longest line, in bytes.
    public var lineBytes: Int
    /// The most calls in a batch.
    public var batch: Int
    /// The most calls in flight on one connection.
    public var callsInFlight: Int
    /// The longest body of `session.fetch`, in bytes. A request's must fit into a line as well, in base64 or with its escapes.
    public var bodyBytes: Int
    /// The most connections of one user.
    public var connections: Int
    /// The most logins of one user that are open at once.
    public var openFlows: Int

    /// Limits.
    public init(
        lineBytes: Int = 1_048_576, batch: Int = 100, callsInFlight: Int, bodyBytes: Int, connections: Int, openFlows: Int
    ) {
        self.lineBytes = lineBytes
        self.batch = batch
        self.callsInFlight = callsInFlight
        self.bodyBytes = bodyBytes
        self.connections = connections
        self.openFlows = openFlows
    }

    static let schema = JSONSchema.object(
        "what the daemon accepts",
        .required("lineBytes", .integer("the longest line, in bytes")),
        .required("batch", .integer("the most calls in a batch")),
        .required("callsInFlight", .integer("the most calls in flight on one connection")),
        .required("bodyBytes", .integer("the longest body of session.fetch, in bytes")),
        .required("connections", .integer("the most connections of one user")),
        .required("openFlows", .integer("the most open logins of one user")))
}
