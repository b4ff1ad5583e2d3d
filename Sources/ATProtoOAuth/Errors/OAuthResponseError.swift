public import HTTPTypes

/// An authorization server's refusal (RFC 6749 section 5.2). Nothing in it quotes a secret of the request that was refused.
public struct OAuthResponseError: Error, Sendable, CustomStringConvertible {
    /// The endpoint that refused, such as `token_endpoint`.
    public let endpoint: String
    /// The HTTP status.
    public let status: Int
    /// `error`, such as `invalid_grant`; nil if the answer was not the JSON of RFC 6749.
    public let error: String?
    /// `error_description`, a text of the server's.
    public let errorDescription: String?
    /// Those of the response's header fields that help to understand the refusal: its type, time and origin, and when to come back.
    public let headers: HTTPFields

    /// Cookies and locations, and whatever else a server invents, may be worth something to a thief.
    private static let harmless: Set<HTTPField.Name> = [.contentType, .date, .retryAfter, .server, .via]

    /// - Parameter secrets: what the request held that must not be seen: some servers quote what they refuse, and errors are shown and
    ///   logged.
    init(
        endpoint: String, status: Int, error: String?, errorDescription: String?, headers: HTTPFields = [:], hiding secrets: [String] = []
    ) {
        func hidden(_ text: String) -> String { secrets.reduce(text) { $0.replacing($1, with: "‹secret›") } }
        self.endpoint = endpoint
        self.status = status
        self.error = error.map(hidden)
        self.errorDescription = errorDescription.map(hidden)
        self.headers = HTTPFields(
            headers.filter { Self.harmless.contains($0.name) }.map { HTTPField(name: $0.name, value: hidden($0.value)) })
    }

    /// The endpoint, the status and what the server said.
    public var description: String {
        let said = [error, errorDescription].compactMap(\.self).joined(separator: ": ")
        return "\(endpoint) answered \(status)" + (said.isEmpty ? "" : " \(said)")
    }
}
