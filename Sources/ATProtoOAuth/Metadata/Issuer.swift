public import ATProtoSyntax

/// An authorization server's identity: an origin in canonical form (RFC 8414 section 2, atproto OAuth "Authorization Servers").
///
/// Issuers are compared as text, so every text that could be spelled otherwise is refused: a path, a trailing slash, a default
/// port, an upper-case host.
public struct Issuer: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The origin as a URL.
    public let url: HTTPURL

    /// The issuer `text` names, or nil if it is not the canonical form of an https origin or of an http one on this machine.
    public init?(_ text: String) {
        guard let url = WebURI.web(text), url.isOrigin, text == url.origin else { return nil }
        self.url = url
    }

    /// The issuer at the origin of `url`.
    public init?(originOf url: HTTPURL) { self.init(url.origin) }

    /// The origin, without a trailing slash.
    public var description: String { url.origin }

    /// Reads what ``encode(to:)`` wrote.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let issuer = Issuer(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no issuer: an origin without trailing slash is one")
        }
        self = issuer
    }

    /// Writes the origin.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
