import ATProtoSyntax

/// The syntaxes that a string may be asked for.
///
/// Identifiers are checked by their grammar, URLs only coarsely: the methods parse them and have the last word.
public enum StringFormat: String, Sendable, Equatable {
    /// A decentralised identifier.
    case did
    /// A DID or a handle, with or without `@`.
    case account
    /// An absolute URL.
    case uri
    /// UTC time by ISO 8601, as in `2026-11-23T19:00:00.123Z`.
    case dateTime = "date-time"
    /// Base64 (RFC 4648 §4).
    case base64
    /// An HTTP method token (RFC 9110 §9.1), as in `GET`.
    case httpMethod = "http-method"
    /// A path with an optional query, beginning with `/`.
    case path

    func accepts(_ text: String) -> Bool {
        switch self {
        case .did: (try? DID(text)) != nil
        case .account: Self.isAccount(text)
        case .uri: Self.isURI(text)
        case .dateTime: Timestamp(text) != nil
        case .base64: text.utf8.count % 4 == 0 && text.utf8.allSatisfy(Self.isBase64)
        case .httpMethod: text.utf8.allSatisfy { (0x41...0x5A).contains($0) || $0 == 0x2D }
        case .path: text.hasPrefix("/") && !text.hasPrefix("//")
        }
    }

    var rule: String {
        switch self {
        case .did: "must be a DID"
        case .account: "must be a DID or a handle"
        case .uri: "must be an absolute URL"
        case .dateTime: "must be a UTC time such as 2026-11-23T19:00:00Z"
        case .base64: "must be base64 with padding"
        case .httpMethod: "must be an HTTP method in capitals"
        case .path: "must be a path that begins with one /"
        }
    }

    /// People write a handle with `@`; a DID never has one.
    private static func isAccount(_ text: String) -> Bool {
        if text.hasPrefix("did:") { return (try? DID(text)) != nil }
        return (try? Handle(text.hasPrefix("@") ? String(text.dropFirst()) : text)) != nil
    }

    private static func isURI(_ text: String) -> Bool {
        guard let colon = text.firstIndex(of: ":"), colon > text.startIndex, text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
            return false
        }
        return text[..<colon].utf8.allSatisfy { isAlphanumeric($0) || $0 == 0x2B || $0 == 0x2D || $0 == 0x2E }
    }

    private static func isBase64(_ byte: UInt8) -> Bool { isAlphanumeric(byte) || byte == 0x2B || byte == 0x2F || byte == 0x3D }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte)
    }
}
