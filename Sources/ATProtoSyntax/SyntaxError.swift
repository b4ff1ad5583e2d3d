/// A string that does not follow the grammar of the type it was parsed as.
public struct SyntaxError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The type that was asked for, as people name it: `DID`, `handle`, `NSID`, `URL`.
    public let type: String
    /// The refused text, shortened to 256 characters so that a hostile value cannot fill a log.
    public let value: String
    /// The rule that was broken, worded as what would be right.
    public let rule: String

    /// Makes an error; `value` is shortened here and nowhere else.
    public init(type: String, value: String, rule: String) {
        self.type = type
        self.value = value.utf8.count <= 256 ? value : String(value.prefix(256)) + "…"
        self.rule = rule
    }

    /// `DID "did:x:y": the method must be plc or web`.
    public var description: String { "\(type) \"\(value)\": \(rule)" }
}
