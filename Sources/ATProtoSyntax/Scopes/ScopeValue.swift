/// One value of a scope, taken apart by the grammar that all of them share: `name[:positional][?key=value&…]`.
public struct ScopeValue: Hashable, Sendable, CustomStringConvertible {
    /// One `key=value`.
    public struct Parameter: Hashable, Sendable {
        /// The key, decoded.
        public let key: String
        /// The value, decoded.
        public let value: String
    }

    /// The value as written.
    public let description: String
    /// What stands before the first `:` or `?`.
    public let name: String
    /// What stands between the first `:` and `?`, percent-decoded.
    public let positional: String?
    /// What stands after `?`, form-decoded, in order.
    public let parameters: [Parameter]

    /// Parses a value of printable ASCII without space, `"` and `\` (RFC 6749 §3.3).
    ///
    /// - Throws: ``SyntaxError`` also if a percent-escape before the `?` is malformed. What the value means is not looked at.
    public init(_ string: String) throws(SyntaxError) {
        guard !string.isEmpty, string.utf8.allSatisfy(Self.isTokenByte) else {
            throw SyntaxError(type: "scope value", value: string, rule: #"must be printable ASCII without space, " and \"#)
        }
        let halves = string.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let parts = halves[0].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        description = string
        name = String(parts[0])
        positional = parts.count == 2 ? PercentEncoding.decode(parts[1]) : nil
        if parts.count == 2, positional == nil {
            throw SyntaxError(type: "scope value", value: string, rule: "a % must start a percent-encoded UTF-8 character")
        }
        parameters = halves.count == 2 ? Self.form(halves[1]) : []
    }

    init(name: String, parameters: [Parameter]) {
        description = name
        self.name = name
        positional = nil
        self.parameters = parameters
    }

    static func isTokenByte(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x7F && byte != 0x22 && byte != 0x5C }

    /// Form decoding as browsers do it: `+` is a space, and a malformed escape stands for itself.
    private static func form(_ text: Substring) -> [Parameter] {
        text.split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map { part in
                let spaced = String(part.map { $0 == "+" ? " " : $0 })
                return PercentEncoding.decode(spaced) ?? spaced
            }
            return Parameter(key: parts[0], value: parts.count == 2 ? parts[1] : "")
        }
    }
}
