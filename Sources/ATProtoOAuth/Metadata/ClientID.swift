public import ATProtoSyntax

/// What an OAuth client is called: in atproto a URL that says where its metadata is found.
public enum ClientID: Hashable, Sendable, CustomStringConvertible {
    /// An https URL whose document is the metadata. `isConventional` tells the one path that consent pages shorten to a domain.
    case discoverable(HTTPURL)
    /// `http://localhost?…`, for native clients without a web site: the query is the metadata.
    case loopback(LoopbackClientID)

    /// Parses a `client_id`.
    /// - Throws: ``ClientMetadataError`` naming the rule.
    public init(_ text: String) throws(ClientMetadataError) {
        if text.hasPrefix("http:") {
            self = .loopback(try LoopbackClientID(text))
        } else {
            self = .discoverable(try Self.discoverable(text))
        }
    }

    /// The text, as servers compare it.
    public var description: String {
        switch self {
        case .discoverable(let url): url.description
        case .loopback(let id): id.description
        }
    }

    /// Whether this is the conventional id of a domain, `https://DOMAIN/oauth-client-metadata.json`.
    public var isConventional: Bool {
        guard case .discoverable(let url) = self else { return false }
        return url.path == "/oauth-client-metadata.json" && url.query == nil
    }

    private static func discoverable(_ text: String) throws(ClientMetadataError) -> HTTPURL {
        func refuse(_ rule: String) -> ClientMetadataError { ClientMetadataError("client_id", "\(text): \(rule)") }
        guard let url = WebURI.https(text) else { throw refuse("must be an https URL with a public host name, or http://localhost") }
        guard url.ipAddress == nil else { throw refuse("the host must be a name, not an IP address") }
        guard !text.contains("#") else { throw refuse("must have no fragment") }
        guard url.port == nil else { throw refuse("must have no port") }
        guard url.path != "/" else { throw refuse("must have a path, such as /oauth-client-metadata.json") }
        guard !url.path.hasSuffix("/") else { throw refuse("the path must not end in a slash") }
        // Servers compare the text, so a spelling that a URL parser would change can never match.
        guard url.description == text else { throw refuse("must be in normal form: \(url.description)") }
        return url
    }
}
