public import ATProtoSyntax

/// Where the authorization server sends the browser back to (RFC 6749 section 3.1.2, RFC 8252 section 7).
public enum RedirectURI: Hashable, Sendable, CustomStringConvertible {
    /// An https page; the only kind a `web` client may have.
    case https(HTTPURL, text: String)
    /// A listener on this machine: `http://127.0.0.1` or `http://[::1]`, never `localhost` (RFC 8252 section 8.3).
    case loopback(HTTPURL, text: String)
    /// An app's own scheme, reversed from a domain it controls: `com.example.app:/callback`.
    case privateUse(scheme: String, text: String)

    /// Parses a redirect URI by its prefix.
    /// - Throws: ``ClientMetadataError`` that names `field` and the rule.
    public init(_ text: String, field: String = "redirect_uris") throws(ClientMetadataError) {
        guard !text.contains("#") else { throw ClientMetadataError(field, "\(text): must have no fragment (RFC 6749 section 3.1.2)") }
        if text.hasPrefix("https:") {
            guard let url = WebURI.https(text) else {
                throw ClientMetadataError(field, "\(text) is no https URL with a public host name")
            }
            self = .https(url, text: text)
        } else if text.hasPrefix("http:") {
            guard let url = WebURI.loopback(text), url.host != "localhost" else {
                throw ClientMetadataError(field, "\(text): over http only http://127.0.0.1 and http://[::1] are allowed, localhost is not")
            }
            self = .loopback(url, text: text)
        } else {
            self = try Self.privateUse(text, field)
        }
    }

    /// The URI as it was written, which is how servers compare it.
    public var description: String {
        switch self {
        case .https(_, let text), .loopback(_, let text), .privateUse(_, let text): text
        }
    }

    /// Whether a request for `requested` may use this registered URI: the very same text, or for a loopback URI registered
    /// without a port the same with any port (RFC 8252 section 7.3).
    public func allows(_ requested: RedirectURI) -> Bool {
        if description == requested.description { return true }
        guard case .loopback(let own, _) = self, own.port == nil, case .loopback(let other, _) = requested else { return false }
        return own.host == other.host && own.path == other.path && own.query == other.query
    }

    private static func privateUse(_ text: String, _ field: String) throws(ClientMetadataError) -> RedirectURI {
        func refuse(_ rule: String) -> ClientMetadataError { ClientMetadataError(field, "\(text): \(rule)") }
        guard let colon = text.firstIndex(of: ":"), text[..<colon].contains("."),
            text[..<colon].utf8.allSatisfy({ $0.isSchemeCharacter }), text.utf8.first?.isLetter == true
        else { throw refuse("must be https, http on a loopback address, or a scheme with a dot such as com.example.app:/callback") }
        let scheme = String(text[..<colon])
        let labels = scheme.split(separator: ".", omittingEmptySubsequences: false)
        guard let top = labels.first, !top.isEmpty, !["test", "local", "localhost", "invalid", "example"].contains(top.lowercased()) else {
            throw refuse("the scheme must be a reversed domain name that can be registered")
        }
        let rest = text[text.index(after: colon)...]
        guard rest.hasPrefix("/"), !rest.hasPrefix("//"), rest.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw refuse("the scheme must be followed by exactly one slash and a path")
        }
        return .privateUse(scheme: scheme, text: text)
    }
}

extension UInt8 {
    fileprivate var isLetter: Bool { (0x41...0x5A).contains(self & 0xDF) }
    /// RFC 3986 section 3.1.
    fileprivate var isSchemeCharacter: Bool { isLetter || (0x30...0x39).contains(self) || [0x2B, 0x2D, 0x2E].contains(self) }
}
