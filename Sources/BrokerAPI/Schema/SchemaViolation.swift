/// One way in which a value breaks its schema: which field, which rule, and what to do.
public struct SchemaViolation: Sendable, Equatable, Codable, CustomStringConvertible {
    /// The path to the value, as in `params.rejected.tokenId`.
    public let field: String
    /// The rule it breaks, as in `must be a string`.
    public let rule: String
    /// What would satisfy it.
    public let remedy: String

    /// A violation.
    public init(field: String, rule: String, remedy: String) {
        self.field = field
        self.rule = rule
        self.remedy = remedy
    }

    /// Field, rule and remedy in one sentence.
    public var description: String { "\(field) \(rule); \(remedy)" }
}
