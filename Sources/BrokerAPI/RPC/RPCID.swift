/// What ties an answer to its request (JSON-RPC 2.0 §4).
public enum RPCID: Hashable, Sendable {
    /// Text.
    case string(String)
    /// A whole number.
    case number(Int64)
    /// Any other number; the specification advises against them and allows them.
    case fraction(Double)
    /// `null`: the answer to something whose id could not be read.
    case null

    init?(_ value: JSONValue) {
        switch value {
        case .string(let text): self = .string(text)
        case .int(let number): self = .number(number)
        case .double(let number): self = .fraction(number)
        case .null: self = .null
        default: return nil
        }
    }

    var json: JSONValue {
        switch self {
        case .string(let text): .string(text)
        case .number(let number): .int(number)
        case .fraction(let number): .double(number)
        case .null: .null
        }
    }
}
