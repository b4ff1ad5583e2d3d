public import ATProtoSyntax

/// Where plain http may go.
public enum PlainHTTPPolicy: String, Sendable, CaseIterable {
    /// Nowhere.
    case never
    /// To loopback addresses and `localhost`, for development.
    case loopbackOnly
    /// Everywhere; for tests in closed networks.
    case always

    /// Whether `url` is https or plain http is allowed there.
    public func permits(_ url: HTTPURL) -> Bool {
        switch self {
        case _ where url.scheme == .https: true
        case .never: false
        case .loopbackOnly: url.isLoopback
        case .always: true
        }
    }
}
