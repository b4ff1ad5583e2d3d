/// Client metadata that an authorization server would refuse, refused before it is sent.
public struct ClientMetadataError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The metadata field at fault (RFC 7591 section 2).
    public let field: String
    /// The rule it breaks, and what would be right.
    public let rule: String

    init(_ field: String, _ rule: String) {
        self.field = field
        self.rule = rule
    }

    /// The field and the rule.
    public var description: String { "client metadata: \(field): \(rule)" }
}
