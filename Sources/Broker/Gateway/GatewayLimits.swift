import BrokerAPI
import NIOHTTP1

/// What requests through the gateway may take.
public struct GatewayLimits: Hashable, Sendable {
    /// The largest request head, in bytes.
    public var headerBytes = 32_768
    /// How long a request head may take to arrive.
    public var headTime: Duration = .seconds(30)
    /// The largest body of a request that is kept, so that it can be sent again.
    public var retryBodyBytes = 1_048_576
    /// The largest body of a request.
    public var bodyBytes = 512 * 1_048_576
    /// The largest body of a response.
    public var responseBytes = 64 * 1_073_741_824
    /// How long client or server may keep the other waiting within a request.
    public var stall: Duration = .seconds(60)
    /// How long a request may take in all.
    public var timeout: Duration = .seconds(3600)
    /// How long a connection may be silent between requests.
    public var idle: Duration = .seconds(300)
    /// The most requests of one user in flight on all connections.
    public var requestsPerUser = 128

    /// The defaults.
    public init() {}

    /// What a client is told whose request is larger.
    var tooLarge: GatewayRefusal {
        GatewayRefusal(.payloadTooLarge, .tooLarge, "the request's content is larger than \(bodyBytes) bytes (gateway.body_bytes)")
    }

    mutating func read(_ table: inout ConfigurationTable) throws(ConfigurationError) {
        try table.read("header_bytes", &headerBytes, in: 4096...1_048_576)
        try table.read("head_time", &headTime, in: .milliseconds(100) ... .seconds(600))
        try table.read("retry_body_bytes", &retryBodyBytes, in: 0...67_108_864)
        try table.read("body_bytes", &bodyBytes, in: 1024...1_099_511_627_776)
        try table.read("response_bytes", &responseBytes, in: 1024...1_099_511_627_776)
        try table.read("stall", &stall, in: .milliseconds(100) ... .seconds(3600))
        try table.read("timeout", &timeout, in: .milliseconds(100) ... .seconds(86400))
        try table.read("idle", &idle, in: .milliseconds(100) ... .seconds(86400))
        try table.read("requests_per_user", &requestsPerUser, in: 1...8192)
    }
}
