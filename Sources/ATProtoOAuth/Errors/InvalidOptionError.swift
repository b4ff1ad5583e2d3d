/// An argument that no server could accept.
public struct InvalidOptionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The option at fault.
    public let option: String
    /// The rule it breaks, and what would be right.
    public let rule: String

    init(_ option: String, _ rule: String) {
        self.option = option
        self.rule = rule
    }

    /// The option and the rule.
    public var description: String { "\(option): \(rule)" }
}
