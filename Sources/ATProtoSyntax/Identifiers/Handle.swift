/// An account's name: a domain name, lower-cased.
public struct Handle: SyntaxValue {
    /// What stands in place of a handle that could not be verified in both directions.
    public static let invalid = Handle(unchecked: "handle.invalid")

    /// The lower-case name, without `@`.
    public let description: String

    /// Parses a handle by syntax alone: at most 253 characters, two labels or more of `a–z0–9-` without hyphens at the edges,
    /// the last starting with a letter. Names that may never be resolved pass; see ``isReserved`` and ``isTest``.
    public init(_ string: String) throws(SyntaxError) {
        guard string.utf8.isDomainName else {
            throw SyntaxError(
                type: "handle", value: string,
                rule: "must be a domain name of two labels or more, at most 253 characters, such as alice.example.com")
        }
        description = string.lowercasedASCII
    }

    private init(unchecked: String) { description = unchecked }

    /// Whether the top-level domain can never hold an account.
    public var isReserved: Bool { Self.reservedDomains.contains(topLevelDomain) }

    /// Whether this is a `.test` name, for development only.
    public var isTest: Bool { topLevelDomain == "test" }

    private var topLevelDomain: Substring {
        guard let dot = description.lastIndex(of: ".") else { return description[...] }
        return description[description.index(after: dot)...]
    }

    private static let reservedDomains: Set<Substring> = [
        "alt", "arpa", "example", "internal", "invalid", "local", "localhost", "onion",
    ]
}
