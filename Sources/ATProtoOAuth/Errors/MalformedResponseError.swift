/// An answer that is not what the specification says it must be, although its status claims success.
public struct MalformedResponseError: Error, Sendable, CustomStringConvertible {
    /// The endpoint that answered, such as `token_endpoint`.
    public let endpoint: String
    /// The field and the rule it breaks. Never holds a value from a token response.
    public let reason: String

    init(_ endpoint: String, _ reason: String) {
        self.endpoint = endpoint
        self.reason = reason
    }

    /// The endpoint and the rule.
    public var description: String { "\(endpoint) sent a malformed answer: \(reason)" }
}
