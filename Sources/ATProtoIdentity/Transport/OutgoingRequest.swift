public import ATProtoSyntax
public import HTTPTypes

/// One HTTP request, complete with the limits it runs under.
public struct OutgoingRequest: Sendable {
    /// The request's method.
    public var method: HTTPRequest.Method
    /// Where it goes; what is on the wire is exactly this URL.
    public var url: HTTPURL
    /// Header fields; `Host`, `Content-Length` and `User-Agent` are added by the transport.
    public var headers: HTTPFields
    /// The content.
    public var body: OutgoingBody
    /// What the exchange may cost.
    public var limits: TransferLimits

    /// Makes a request; by default a GET without content under the default limits.
    public init(
        method: HTTPRequest.Method = .get, url: HTTPURL, headers: HTTPFields = [:], body: OutgoingBody = .none,
        limits: TransferLimits = TransferLimits()
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.limits = limits
    }
}
