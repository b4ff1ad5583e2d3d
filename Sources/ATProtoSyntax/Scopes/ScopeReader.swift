/// Reads the parameters of one kind of permission, and finds fault with everything that kind does not know.
struct ScopeReader {
    private let values: [String: [String]]

    /// `nil` if `value` has another name, an unknown key, its positional parameter also by name, or one of `single` twice.
    init?(_ value: ScopeValue, name: String, positional: String, multiple: Set<String> = [], single: Set<String> = []) {
        guard value.name == name, value.parameters.allSatisfy({ multiple.contains($0.key) || single.contains($0.key) }) else { return nil }
        var values = Dictionary(grouping: value.parameters, by: \.key).mapValues { $0.map(\.value) }
        if let text = value.positional {
            guard values[positional] == nil else { return nil }
            values[positional] = [text]
        }
        guard single.allSatisfy({ (values[$0]?.count ?? 0) <= 1 }) else { return nil }
        self.values = values
    }

    /// All values of `key`, `nil` if there is none.
    func all(_ key: String) -> [String]? { values[key] }

    /// The value of a single `key`, `nil` if there is none.
    func one(_ key: String) -> String? { values[key]?.first }
}
