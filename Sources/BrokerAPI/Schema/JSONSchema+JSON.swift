extension JSONSchema {
    /// The schema as JSON Schema draft 7.
    public var json: JSONValue {
        var members = shapeMembers
        if isNullable, let type = members["type"] { members["type"] = [type, "null"] }
        if !description.isEmpty { members["description"] = .string(description) }
        if !examples.isEmpty { members["examples"] = .array(examples) }
        return .object(members)
    }

    private var shapeMembers: [String: JSONValue] {
        switch shape {
        case .any: [:]
        case .boolean: ["type": "boolean"]
        case .integer(let minimum, let maximum):
            Self.compact(["type": "integer", "minimum": minimum.map(JSONValue.int), "maximum": maximum.map(JSONValue.int)])
        case .number(let minimum, let maximum):
            Self.compact(["type": "number", "minimum": minimum.map(JSONValue.double), "maximum": maximum.map(JSONValue.double)])
        case .string(let rule): Self.members(of: rule)
        case .array(let items, let most):
            Self.compact(["type": "array", "items": items.json, "maxItems": most.map { .int(Int64($0)) }])
        case .object(let properties): Self.members(of: properties)
        case .map(let values): ["type": "object", "additionalProperties": values.json]
        case .constant(let value): ["const": value]
        case .oneOf(let schemas): ["oneOf": .array(schemas.map(\.json))]
        }
    }

    private static func members(of rule: StringRule) -> [String: JSONValue] {
        if let values = rule.values { return ["type": "string", "enum": .array(values.map(JSONValue.string))] }
        return compact([
            "type": "string",
            "format": rule.format.map { .string($0.rawValue) },
            "minLength": rule.length.lowerBound > 0 ? .int(Int64(min(rule.length.lowerBound, 1))) : nil,
            "maxLength": .int(Int64(rule.length.upperBound)),
        ])
    }

    private static func members(of properties: [Property]) -> [String: JSONValue] {
        let required = properties.filter(\.isRequired).map { JSONValue.string($0.name) }
        return compact([
            "type": "object",
            "properties": .object(Dictionary(uniqueKeysWithValues: properties.map { ($0.name, $0.schema.json) })),
            "required": required.isEmpty ? nil : .array(required),
            "additionalProperties": false,
        ])
    }

    private static func compact(_ members: [String: JSONValue?]) -> [String: JSONValue] { members.compactMapValues { $0 } }
}
