/// A type that a key of the file may have.
protocol ConfigurationValue {
    /// What such a value is, after "must be".
    static var rule: String { get }

    /// The value, or nil if the node is none.
    init?(_ node: TOMLNode)
}

extension String: ConfigurationValue {
    static var rule: String { "text in quotes" }

    init?(_ node: TOMLNode) {
        guard case .string(let text) = node else { return nil }
        self = text
    }
}

extension Int: ConfigurationValue {
    static var rule: String { "a whole number" }

    init?(_ node: TOMLNode) {
        guard case .integer(let number) = node else { return nil }
        self = number
    }
}

extension Bool: ConfigurationValue {
    static var rule: String { "true or false" }

    init?(_ node: TOMLNode) {
        guard case .boolean(let value) = node else { return nil }
        self = value
    }
}

extension Array: ConfigurationValue where Element: ConfigurationValue {
    static var rule: String { "a list in brackets, each element \(Element.rule)" }

    init?(_ node: TOMLNode) {
        guard case .array(let nodes) = node else { return nil }
        let values = nodes.compactMap { Element($0) }
        guard values.count == nodes.count else { return nil }
        self = values
    }
}
