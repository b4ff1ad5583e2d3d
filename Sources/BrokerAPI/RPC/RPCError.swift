/// The error of a JSON-RPC answer.
public struct RPCError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The code: JSON-RPC's own or one of the broker's.
    public let code: Int
    /// The reason and the remedy, for people.
    public let message: String
    /// Details; `type` in it is the name that programs branch on.
    public let data: JSONValue?

    /// An error as read from the wire.
    public init(code: Int, message: String, data: JSONValue? = nil) {
        self.code = code
        self.message = message
        self.data = data
    }

    /// An error of the API; `details` join the type in `data`.
    public init(_ type: BrokerErrorType, _ message: String, details: [String: JSONValue] = [:]) {
        self.code = type.code
        self.message = message
        self.data = .object(details.merging(["type": .string(type.rawValue)]) { _, type in type })
    }

    /// The type, by name or else by code; nil for an error this version does not know.
    public var type: BrokerErrorType? {
        data?["type"]?.stringValue.flatMap(BrokerErrorType.init(rawValue:)) ?? BrokerErrorType(code: code)
    }

    /// Type and message.
    public var description: String { "\(type?.rawValue ?? String(code)): \(message)" }

    /// Parameters that break their schema.
    public static func invalidParams(_ violations: [SchemaViolation]) -> RPCError {
        let list = violations.map { violation -> JSONValue in
            ["field": .string(violation.field), "rule": .string(violation.rule), "remedy": .string(violation.remedy)]
        }
        let message = violations.map(\.description).joined(separator: ". ")
        return RPCError(.invalidParams, message, details: ["violations": .array(list)])
    }
}
