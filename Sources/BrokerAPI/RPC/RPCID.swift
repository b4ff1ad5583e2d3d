/// What ties an answer to its request (JSON-RPC 2.0 §4).
public enum RPCID: Hashable, Sendable {
    /// Text.
    case string(String)
    /// A whole number; fractions are refused, as the specification advises against them.
    case number(Int64)
    /// `null`: the answer to something whose id could not be read.
    case null

    init?(_ value: JSONValue) {
        switch value {
        case .string(let text): self = .string(text)
        case .int(let number): self = .number(number)
        case .null: self = .null
        default: return nil
        }
    }

    var json: JSONValue {
        switch self {
        case .string(let text): .string(text)
        case .number(let number): .int(number)
        case .null: .null
        }
    }
}
