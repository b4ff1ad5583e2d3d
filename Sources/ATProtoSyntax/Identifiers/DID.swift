/// An account's permanent identifier, of one of the two methods that the AT Protocol blesses: `did:plc` and `did:web`.
public struct DID: SyntaxValue {
    /// The longest DID that is looked at.
    public static let maximumLength = 2048

    /// The identifier as written; DIDs are compared byte by byte.
    public let description: String

    /// Parses an atproto DID.
    ///
    /// - `did:plc:` and 24 characters of `a–z2–7`;
    /// - `did:web:` and a host name without path; a port (`%3A`) for `localhost` only.
    public init(_ string: String) throws(SyntaxError) {
        guard string.utf8.count <= Self.maximumLength else { throw Self.error(string, "must be at most 2048 characters") }
        if string.hasPrefix("did:plc:") {
            try Self.checkPLC(string)
        } else if string.hasPrefix("did:web:") {
            try Self.checkWeb(string)
        } else {
            throw Self.error(string, "must start with did:plc: or did:web:")
        }
        description = string
    }

    /// `plc` or `web`.
    public var method: String { String(description.dropFirst(4).prefix(3)) }

    /// What follows the method: 24 characters for `plc`, a host (with `%3A` and a port for localhost) for `web`.
    public var identifier: String { String(description.dropFirst(8)) }

    private static func checkPLC(_ string: String) throws(SyntaxError) {
        let suffix = string.utf8.dropFirst(8)
        guard suffix.count == 24, suffix.allSatisfy({ $0.isLowercaseLetter || ($0 >= 0x32 && $0 <= 0x37) }) else {
            throw error(string, "did:plc must be followed by 24 characters of a-z and 2-7")
        }
    }

    private static func checkWeb(_ string: String) throws(SyntaxError) {
        let host = string.dropFirst(8)
        if host == "localhost" || host.utf8.isDomainName { return }
        // A port exists for development only; in production the document is always on the default port.
        if host.hasPrefix("localhost%3A"), host.utf8.dropFirst(12).portNumber != nil { return }
        throw error(string, "did:web must be followed by a host name alone; a port (%3A) is for localhost only")
    }

    private static func error(_ value: String, _ rule: String) -> SyntaxError { SyntaxError(type: "DID", value: value, rule: rule) }
}
