import ATProtoIdentity
import ATProtoSyntax
import Logging

extension HTTPURL: ConfigurationValue {
    static var rule: String { "an absolute http or https URL" }

    init?(_ node: TOMLNode) {
        guard case .string(let text) = node, let url = try? HTTPURL(text) else { return nil }
        self = url
    }
}

extension Logger.Level: ConfigurationValue {
    static var rule: String { "one of \(allCases.map(\.rawValue).joined(separator: ", "))" }

    init?(_ node: TOMLNode) {
        guard case .string(let name) = node else { return nil }
        self.init(rawValue: name)
    }
}

extension PlainHTTPPolicy: ConfigurationValue {
    static var rule: String { "never, loopback or always" }

    init?(_ node: TOMLNode) {
        guard case .string(let name) = node else { return nil }
        switch name {
        case "never": self = .never
        case "loopback": self = .loopbackOnly
        case "always": self = .always
        default: return nil
        }
    }
}

extension Duration: ConfigurationValue {
    static var rule: String { "a time such as \"500ms\", \"15s\", \"5m\", \"2h\" or \"14d\", or a number of seconds" }

    private static let units: [(suffix: String, milliseconds: Double)] = [
        ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000),
    ]

    init?(_ node: TOMLNode) {
        switch node {
        case .integer(let seconds): self.init(seconds: Double(seconds))
        case .number(let seconds): self.init(seconds: seconds)
        case .string(let text):
            // "ms" comes before "s", which it ends with.
            guard let unit = Self.units.first(where: { text.hasSuffix($0.suffix) }),
                let number = Double(text.dropLast(unit.suffix.count))
            else { return nil }
            self.init(seconds: number * unit.milliseconds / 1000)
        default: return nil
        }
    }

    /// No key takes a time below zero or one beyond a hundred years.
    private init?(seconds: Double) {
        guard (0...3.2e9).contains(seconds) else { return nil }
        self = .milliseconds(Int64((seconds * 1000).rounded()))
    }
}
