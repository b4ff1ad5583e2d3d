public import ATProtoSyntax

/// What a person types to say which account: a handle, a DID, or the URL of a server.
public enum AccountIdentifier: Hashable, Sendable, CustomStringConvertible {
    /// A handle.
    case handle(Handle)
    /// A DID.
    case did(DID)
    /// A server, where the account is chosen.
    case service(HTTPURL)

    /// Reads typed text: white space, invisible direction marks (which come along when a handle is copied) and a leading `@` are cut.
    ///
    /// - Throws: ``SyntaxError`` of the kind that the text looks like.
    public init(_ text: String) throws(SyntaxError) {
        let trimmed = Self.trim(text)
        let lowercased = trimmed.prefix(8).lowercased()
        if lowercased.hasPrefix("https://") || lowercased.hasPrefix("http://") {
            self = .service(try HTTPURL(trimmed))
        } else if trimmed.hasPrefix("did:") {
            self = .did(try DID(trimmed))
        } else {
            self = .handle(try Handle(trimmed))
        }
    }

    /// The identifier as text.
    public var description: String {
        switch self {
        case .handle(let handle): handle.description
        case .did(let did): did.description
        case .service(let url): url.description
        }
    }

    private static func trim(_ text: String) -> String {
        let isBlank = { (scalar: Unicode.Scalar) in scalar.properties.isWhitespace || scalar.properties.generalCategory == .format }
        var scalars = text.unicodeScalars[...]
        scalars = scalars.drop(while: isBlank)
        while let last = scalars.last, isBlank(last) { scalars.removeLast() }
        if scalars.first == "@" { scalars = scalars.dropFirst().drop(while: isBlank) }
        return String(scalars)
    }
}
