import NIOCore

/// What connections may take of the daemon, so that no caller is in another's way.
public struct ServerLimits: Sendable, Hashable {
    /// The longest line, in bytes.
    public var lineBytes = 1_048_576
    /// The most calls in a batch.
    public var batch = 100
    /// The most calls in flight on one connection; further lines wait unread.
    public var callsInFlight = 256
    /// The most calls of one user in flight on all connections; further ones are refused.
    public var callsInFlightPerUser = 8_192
    /// The most calls of one user in a second.
    public var callsPerSecond = 100_000
    /// The most connections of one user.
    public var connectionsPerUser = 1_024
    /// The most connections in all.
    public var connections = 8_192
    /// The most logins of one user that are open at once.
    public var openFlows = 32
    /// The most events that wait for a subscriber to read them.
    public var eventQueue = 256
    /// The bytes that may wait for a client to read them before it is read from no more.
    public var unreadBytes = 262_144
    /// The most bytes of one user's answers that may wait to be read, on all connections; further answers are refusals instead.
    public var unreadMemory = 64 * 1_048_576
    /// How long a connection may be silent while nothing is in flight.
    public var idle: Duration = .seconds(3600)
    /// How long a line may take to arrive.
    public var lineTime: Duration = .seconds(60)
    /// How long a client may take to read its last answers when the daemon stops.
    public var farewell: Duration = .seconds(2)
    /// The longest body of `session.fetch`, in bytes.
    public var bodyBytes = 16 * 1_048_576
    /// The most bytes of names and values of header fields in a `session.fetch`.
    public var fetchHeaderBytes = 32_768
    /// The most bytes of such bodies of one user that are in memory at once.
    public var fetchMemory = 64 * 1_048_576

    /// The defaults.
    public init() {}

    /// Between these, in bytes that a client has not read, it is read from or not.
    var waterMark: ChannelOptions.Types.WriteBufferWaterMark { .init(low: unreadBytes / 4, high: unreadBytes) }
}
