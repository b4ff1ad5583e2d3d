import BrokerAPI

/// Makes parameters of a method from what the API's document says of it: such as fit, and such as break one rule each.
struct ParameterGenerator {
    /// Parameters that break a rule, and the field that does.
    struct Mistake {
        let field: String
        let params: JSONValue
    }

    /// Values that mean something in the world of the test, by parameter.
    let known: [String: JSONValue]

    /// What breaks the syntax that a `format` names.
    private static let malformed: [String: JSONValue] = [
        "did": "did:example", "account": "nobody", "uri": "no url", "date-time": "yesterday", "base64": "Y", "http-method": "get",
        "path": "//elsewhere.example/x",
    ]
    private static let wellFormed: [String: JSONValue] = [
        "did": "did:web:alice.example", "account": "alice.test", "uri": "https://elsewhere.example/", "date-time": "2026-11-23T19:00:00Z",
        "base64": "YQ==", "http-method": "GET", "path": "/xrpc/x.y.z",
    ]
    /// What no line is long enough for is not tried.
    private static let longestText = 100_000

    /// What is required alone, then with each other parameter in each of its forms.
    func right(_ method: JSONValue) -> [JSONValue] {
        let parameters = Self.parameters(of: method)
        let required = base(parameters)
        return [.object(required)]
            + parameters.flatMap { parameter in
                forms(parameter.schema, parameter.name).map { .object(required.merging([parameter.name: $0]) { $1 }) }
            }
    }

    /// Each rule of the document broken once.
    func wrong(_ method: JSONValue) -> [Mistake] {
        let parameters = Self.parameters(of: method)
        let required = base(parameters)
        var mistakes = [Mistake(field: "params", params: []), Mistake(field: "params", params: ["alice.test"])]
        mistakes.append(Mistake(field: "params.stranger", params: .object(required.merging(["stranger": 1]) { $1 })))
        for parameter in parameters {
            if parameter.isRequired {
                mistakes.append(
                    Mistake(field: "params.\(parameter.name)", params: .object(required.filter { $0.key != parameter.name })))
            }
            for (path, value) in wrongForms(parameter.schema, parameter.name) {
                mistakes.append(Mistake(field: "params.\(path)", params: .object(required.merging([parameter.name: value]) { $1 })))
            }
        }
        return mistakes
    }

    private typealias Parameter = (name: String, isRequired: Bool, schema: JSONValue)

    private static func parameters(of method: JSONValue) -> [Parameter] {
        (method["params"]?.arrayValue ?? []).map { ($0["name"]?.stringValue ?? "", $0["required"] == true, $0["schema"] ?? [:]) }
    }

    private func base(_ parameters: [Parameter]) -> [String: JSONValue] {
        Dictionary(uniqueKeysWithValues: parameters.filter(\.isRequired).map { ($0.name, sample($0.schema, $0.name)) })
    }

    /// One value that fits.
    private func sample(_ schema: JSONValue, _ name: String) -> JSONValue {
        if let value = known[name] ?? schema["examples"]?.arrayValue?.first ?? schema["enum"]?.arrayValue?.first ?? schema["const"] {
            return value
        }
        if let first = schema["oneOf"]?.arrayValue?.first { return sample(first, name) }
        switch schema["type"] {
        case "integer", "number": return schema["minimum"] ?? 0
        case "boolean": return true
        case "array": return [sample(schema["items"] ?? [:], name)]
        case "object": return .object((schema["properties"]?.objectValue ?? [:]).mapValues { sample($0, "") })
        default: return schema["format"]?.stringValue.flatMap { Self.wellFormed[$0] } ?? "x"
        }
    }

    /// The values at the bounds, and all those that are counted up.
    private func forms(_ schema: JSONValue, _ name: String) -> [JSONValue] {
        if let schemas = schema["oneOf"]?.arrayValue { return schemas.flatMap { forms($0, name) } }
        if let values = schema["enum"]?.arrayValue { return values }
        switch schema["type"] {
        case "boolean": return [true, false]
        case "integer": return [known[name], known[name] == nil ? schema["minimum"] : nil, schema["maximum"]].compactMap(\.self)
        case "array": return [[], sample(schema, name)]
        case "object": return [[:], sample(schema, name)].filter { $0 == [:] ? schema["required"] == nil : true }
        default: return [sample(schema, name)]
        }
    }

    private func wrongForms(_ schema: JSONValue, _ path: String) -> [(path: String, value: JSONValue)] {
        (Self.wrongKinds(schema) + Self.beyondBounds(schema)).map { (path, $0) } + wrongElements(schema, path) + wrongMembers(schema, path)
    }

    private static func wrongKinds(_ schema: JSONValue) -> [JSONValue] {
        if schema["oneOf"] != nil { return ["no such value", 7, [], [:], .null] }
        switch schema["type"] {
        case "string": return [.null, 1, true, [], [:]] + (schema["enum"] == nil ? [] : ["no such value", ""])
        case "integer": return [.null, "1", .double(1.5), true, [], [:]]
        case "boolean": return [.null, "true", 0, [], [:]]
        case "array": return [.null, "x", 0, [:]]
        case "object": return [.null, "x", 0, []]
        default: return []
        }
    }

    private static func beyondBounds(_ schema: JSONValue) -> [JSONValue] {
        var values: [JSONValue] = []
        if let least = schema["minimum"]?.intValue { values.append(.int(least - 1)) }
        if let most = schema["maximum"]?.intValue { values.append(.int(most + 1)) }
        if let least = schema["minLength"]?.intValue, least > 0 { values.append("") }
        if let most = schema["maxLength"]?.intValue, most <= longestText {
            values.append(.string(String(repeating: "a", count: Int(most) + 1)))
        }
        if let format = schema["format"]?.stringValue, let value = malformed[format] { values.append(value) }
        return values
    }

    private func wrongElements(_ schema: JSONValue, _ path: String) -> [(path: String, value: JSONValue)] {
        guard let items = schema["items"] else { return [] }
        let tooMany = schema["maxItems"]?.intValue.map { [JSONValue](repeating: sample(items, ""), count: Int($0) + 1) }
        return wrongForms(items, "\(path)[0]").map { ($0.path, [$0.value]) } + (tooMany.map { [(path, .array($0))] } ?? [])
    }

    private func wrongMembers(_ schema: JSONValue, _ path: String) -> [(path: String, value: JSONValue)] {
        guard schema["type"] == "object", case .object(let whole) = sample(schema, "") else { return [] }
        if case .object(let others)? = schema["additionalProperties"] {
            return wrongForms(.object(others), "\(path).name").map { ($0.path, ["name": $0.value]) }
        }
        let missing = (schema["required"]?.arrayValue ?? []).compactMap(\.stringValue).map { name in
            ("\(path).\(name)", JSONValue.object(whole.filter { $0.key != name }))
        }
        let wrong = (schema["properties"]?.objectValue ?? [:]).flatMap { name, member in
            wrongForms(member, "\(path).\(name)").map { ($0.path, JSONValue.object(whole.merging([name: $0.value]) { $1 })) }
        }
        return missing + wrong + [("\(path).stranger", .object(whole.merging(["stranger": 1]) { $1 }))]
    }
}
