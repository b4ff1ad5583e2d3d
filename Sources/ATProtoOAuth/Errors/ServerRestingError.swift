public import FoundationEssentials

/// A refresh was not tried, because a server that it needs has asked to be left alone, or has failed several times in a row.
public struct ServerRestingError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The server.
    public let origin: String
    /// When it may be asked again.
    public let until: Date

    /// How many seconds that is from `now`.
    public func retryAfter(at now: Date) -> TimeInterval { max(0, until.timeIntervalSince(now)) }

    /// The server and the time.
    public var description: String {
        "\(origin) is in trouble and left alone until \(until.formatted(Date.ISO8601FormatStyle()))"
    }
}
