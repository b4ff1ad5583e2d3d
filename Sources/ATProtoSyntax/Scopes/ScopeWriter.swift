/// Writes the canonical form of a permission: a single positional value inlined, several by name, everything else by name.
enum ScopeWriter {
    /// Writes `name`, the values of the positional key, then the other parameters, each in the order given.
    static func write(_ name: String, positional: (key: String, values: [String]), parameters: [(key: String, value: String)] = [])
        -> String
    {
        let inlined = positional.values.count == 1 ? positional.values[0] : nil
        let named = inlined == nil ? positional.values.map { (key: positional.key, value: $0) } : []
        let query = (named + parameters).map { "\($0.key)=\(PercentEncoding.encode($0.value, allowing: queryMarks))" }
        let head = inlined.map { ":" + PercentEncoding.encode($0, allowing: positionalMarks) } ?? ""
        return name + head + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
    }

    // What may stand for itself. A `+` in a query would be read back as a space, a `%` as the start of an escape: both stay encoded.
    private static let queryMarks = Set("*:/,@".utf8)
    private static let positionalMarks = Set("!*'():/+,@".utf8)
}
