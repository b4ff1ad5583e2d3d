public import Logging

/// What is logged, and how.
public struct LogConfiguration: Hashable, Sendable {
    /// How a line looks.
    public enum Format: String, Sendable, CaseIterable {
        /// For people.
        case text
        /// One JSON object a line.
        case json
    }

    /// `level`: the least important level that is logged.
    public var level = Logger.Level.info
    /// `format`.
    public var format = Format.text

    mutating func read(_ table: inout ConfigurationTable) throws(ConfigurationError) {
        try table.read("level", &level)
        try table.read("format", &format)
    }
}

extension LogConfiguration.Format: ConfigurationValue {
    static var rule: String { "one of \(allCases.map(\.rawValue).joined(separator: ", "))" }

    init?(_ node: TOMLNode) {
        guard case .string(let name) = node else { return nil }
        self.init(rawValue: name)
    }
}
