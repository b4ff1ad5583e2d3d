import BrokerAPI

/// Fields of a call, `key=value`: text as it is (`-f`) or typed (`-F`), in the order given.
struct XRPCFields {
    private(set) var json: JSONValue = [:]

    var isEmpty: Bool { json == [:] }

    init(texts: [String], typed: [String]) throws(Failure) {
        for field in texts { try add(field) { .string($0) } }
        for field in typed { try add(field) { (try? JSONValue(parsing: $0.utf8)) ?? .string($0) } }
    }

    /// The fields as a query: a list repeats its name, as lexicons define it.
    func query() throws(Failure) -> [(String, String)] {
        var query: [(String, String)] = []
        for (name, value) in (json.objectValue ?? [:]).sorted(by: { $0.key < $1.key }) {
            for element in value.arrayValue ?? [value] { query.append((name, try Self.text(element, name))) }
        }
        return query
    }

    private mutating func add(_ field: String, _ value: (String) -> JSONValue) throws(Failure) {
        guard let equals = field.firstIndex(of: "="), equals > field.startIndex else {
            throw Failure("\(field) is not a field", remedy: "write key=value", .usage)
        }
        let path = try Self.path(field[..<equals])
        json = try Self.set(value(String(field[field.index(after: equals)...])), at: path[...], in: json, field)
    }

    /// `record[text]` is `record`, `text`; `tags[]` is `tags` and an empty name, which appends.
    private static func path(_ key: Substring) throws(Failure) -> [String] {
        let parts = key.split(separator: "[", omittingEmptySubsequences: false)
        let inner = parts.dropFirst()
        guard let first = parts.first, !first.isEmpty, inner.allSatisfy({ $0.last == "]" }) else {
            throw Failure("\(key) is not a key", remedy: "write key, key[inner] or key[]", .usage)
        }
        return [String(first)] + inner.map { String($0.dropLast()) }
    }

    private static func set(
        _ value: JSONValue, at path: ArraySlice<String>, in target: JSONValue?, _ field: String
    ) throws(Failure) -> JSONValue {
        guard let name = path.first else { return value }
        let rest = path.dropFirst()
        switch target {
        case nil where name.isEmpty: return .array([try set(value, at: rest, in: nil, field)])
        case .array(let elements) where name.isEmpty: return .array(elements + [try set(value, at: rest, in: nil, field)])
        case nil: return .object([name: try set(value, at: rest, in: nil, field)])
        case .object(var members) where !name.isEmpty:
            members[name] = try set(value, at: rest, in: members[name], field)
            return .object(members)
        default: throw Failure("\(field) contradicts a field before it", remedy: "a key is either an object or a list", .usage)
        }
    }

    private static func text(_ value: JSONValue, _ name: String) throws(Failure) -> String {
        switch value {
        case .string(let text): return text
        case .object, .array: throw Failure("\(name) is an object, which a query cannot carry", remedy: "use -X POST", .usage)
        default: return String(decoding: value.bytes, as: UTF8.self)
        }
    }
}
