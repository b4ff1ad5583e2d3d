/// A service of an account, as in `did:web:api.example.com#feed`: the audience of remote calls.
public struct ServiceReference: SyntaxValue {
    /// The reference as written.
    public let description: String
    /// Whose service it is.
    public let did: DID

    /// Parses an atproto DID, `#`, and a fragment (RFC 3986 §3.5; a DID alone names no service).
    public init(_ string: String) throws(SyntaxError) {
        let parts = string.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty, parts[1].utf8.allSatisfy({ $0.isAlphanumeric || Self.marks.contains($0) }) else {
            throw SyntaxError(type: "service", value: string, rule: "must be a DID, # and the service's id")
        }
        did = try DID(String(parts[0]))
        description = string
    }

    private static let marks = Set("-._~:%!$&'()*+,;=@".utf8)
}
