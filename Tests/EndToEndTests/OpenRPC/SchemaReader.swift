import BrokerAPI

/// Judges values by a JSON Schema (draft 7) as it stands in a document, knowing nothing of the definitions that the document was made
/// from: what it finds wrong, a stranger's validator finds as well.
struct SchemaReader {
    /// What `$ref` points into.
    let root: JSONValue

    /// What is wrong with `value`, each with the path to it; empty if nothing is.
    func faults(_ value: JSONValue, _ schema: JSONValue, at path: String = "$") -> [String] {
        if let reference = schema["$ref"]?.stringValue {
            guard let target = resolve(reference) else { return ["\(path): \(reference) leads nowhere"] }
            return faults(value, target, at: path)
        }
        return kindFaults(value, schema, path) + choiceFaults(value, schema, path) + stringFaults(value, schema, path)
            + numberFaults(value, schema, path) + elementFaults(value, schema, path) + memberFaults(value, schema, path)
    }

    private func resolve(_ reference: String) -> JSONValue? {
        guard reference.hasPrefix("#/") else { return nil }
        return reference.dropFirst(2).split(separator: "/").reduce(root) { $0?[String($1)] }
    }

    private func kindFaults(_ value: JSONValue, _ schema: JSONValue, _ path: String) -> [String] {
        guard let type = schema["type"] else { return [] }
        let names = (type.arrayValue ?? [type]).compactMap(\.stringValue)
        return names.contains { Self.kinds(of: value).contains($0) } ? [] : ["\(path): is not \(names.joined(separator: " or "))"]
    }

    private static func kinds(of value: JSONValue) -> Set<String> {
        switch value {
        case .null: ["null"]
        case .bool: ["boolean"]
        case .int: ["integer", "number"]
        case .double: ["number"]
        case .string: ["string"]
        case .array: ["array"]
        case .object: ["object"]
        }
    }

    private func choiceFaults(_ value: JSONValue, _ schema: JSONValue, _ path: String) -> [String] {
        var faults: [String] = []
        if let constant = schema["const"], constant != value { faults.append("\(path): is not the one value") }
        if let values = schema["enum"]?.arrayValue, !values.contains(value) { faults.append("\(path): is not among the values") }
        for (keyword, isRight) in [("oneOf", { $0 == 1 }), ("anyOf", { $0 > 0 })] as [(String, (Int) -> Bool)] {
            guard let schemas = schema[keyword]?.arrayValue else { continue }
            let fitting = schemas.count { self.faults(value, $0, at: path).isEmpty }
            if !isRight(fitting) { faults.append("\(path): fits \(fitting) schemas of \(keyword)") }
        }
        return faults
    }

    private func stringFaults(_ value: JSONValue, _ schema: JSONValue, _ path: String) -> [String] {
        guard let text = value.stringValue else { return [] }
        let length = Int64(text.unicodeScalars.count)
        if let least = schema["minLength"]?.intValue, length < least { return ["\(path): is shorter than \(least)"] }
        if let most = schema["maxLength"]?.intValue, length > most { return ["\(path): is longer than \(most)"] }
        if let pattern = schema["pattern"]?.stringValue, !Self.matches(text, pattern) { return ["\(path): does not match \(pattern)"] }
        return []
    }

    private func numberFaults(_ value: JSONValue, _ schema: JSONValue, _ path: String) -> [String] {
        guard let number = Self.number(value) else { return [] }
        if let least = schema["minimum"].flatMap(Self.number), number < least { return ["\(path): is below \(least)"] }
        if let most = schema["maximum"].flatMap(Self.number), number > most { return ["\(path): is above \(most)"] }
        return []
    }

    private func elementFaults(_ value: JSONValue, _ schema: JSONValue, _ path: String) -> [String] {
        guard let elements = value.arrayValue else { return [] }
        if let most = schema["maxItems"]?.intValue, elements.count > most { return ["\(path): has more than \(most) elements"] }
        guard let items = schema["items"] else { return [] }
        return elements.enumerated().flatMap { faults($1, items, at: "\(path)[\($0)]") }
    }

    private func memberFaults(_ value: JSONValue, _ schema: JSONValue, _ path: String) -> [String] {
        guard let members = value.objectValue else { return [] }
        let missing = (schema["required"]?.arrayValue ?? []).compactMap(\.stringValue).filter { members[$0] == nil }
        return missing.map { "\(path).\($0): is missing" }
            + members.flatMap { name, member -> [String] in
                if let own = schema["properties"]?[name] { return faults(member, own, at: "\(path).\(name)") }
                let patterns = schema["patternProperties"]?.objectValue ?? [:]
                if let (_, own) = patterns.first(where: { Self.matches(name, $0.key) }) {
                    return faults(member, own, at: "\(path).\(name)")
                }
                switch schema["additionalProperties"] {
                case .bool(false): return ["\(path).\(name): is not a member"]
                case .object(let others): return faults(member, .object(others), at: "\(path).\(name)")
                default: return []
                }
            }
    }

    private static func number(_ value: JSONValue) -> Double? {
        switch value {
        case .int(let number): Double(number)
        case .double(let number): number
        default: nil
        }
    }

    private static func matches(_ text: String, _ pattern: String) -> Bool {
        (try? Regex(pattern)).map { text.firstMatch(of: $0) != nil } ?? false
    }
}
