/// An answer ordered in place of an endpoint's own.
public struct EndpointFailure: Sendable, Hashable, Codable {
    /// The HTTP status, for instance 503.
    public var status: Int
    /// How many requests get it; -1 for all.
    public var count: Int
    /// The `Retry-After` header, in seconds.
    public var retryAfter: Int?

    /// Orders `count` answers with `status`.
    public init(status: Int, count: Int = 1, retryAfter: Int? = nil) {
        self.status = status
        self.count = count
        self.retryAfter = retryAfter
    }
}
