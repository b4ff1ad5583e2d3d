public import HTTPTypes

/// An authorization server's refusal (RFC 6749 section 5.2).
public struct OAuthResponseError: Error, Sendable, CustomStringConvertible {
    /// The endpoint that refused, such as `token_endpoint`.
    public let endpoint: String
    /// The HTTP status.
    public let status: Int
    /// `error`, such as `invalid_grant`; nil if the answer was not the JSON of RFC 6749.
    public let error: String?
    /// `error_description`, a text of the server's.
    public let errorDescription: String?
    /// The response's header fields.
    public let headers: HTTPFields

    init(endpoint: String, status: Int, error: String?, errorDescription: String?, headers: HTTPFields = [:]) {
        self.endpoint = endpoint
        self.status = status
        self.error = error
        self.errorDescription = errorDescription
        self.headers = headers
    }

    /// The endpoint, the status and what the server said.
    public var description: String {
        let said = [error, errorDescription].compactMap(\.self).joined(separator: ": ")
        return "\(endpoint) answered \(status)" + (said.isEmpty ? "" : " \(said)")
    }
}
