/// The socket that speaks HTTP, and what requests through it may take.
public struct GatewayConfiguration: Hashable, Sendable {
    /// `enabled`: whether there is a gateway.
    public var isEnabled = true
    /// `socket`: the path of its socket; nil for `http.sock` beside the other one.
    public var socket: String?
    /// What requests may take.
    public var limits = GatewayLimits()

    mutating func read(_ table: inout ConfigurationTable) throws(ConfigurationError) {
        try table.read("enabled", &isEnabled)
        try table.read("socket", &socket)
        try table.checkSocket(socket)
        try limits.read(&table)
    }
}
