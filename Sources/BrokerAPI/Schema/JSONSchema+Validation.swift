extension JSONSchema {
    /// Every way in which a value breaks this schema, up to 20; empty if it satisfies it.
    ///
    /// - Parameter field: the name that violations give the value itself.
    public func validate(_ value: JSONValue, field: String = "params") -> [SchemaViolation] {
        var violations: [SchemaViolation] = []
        check(value, field, &violations)
        // A hostile list of a thousand wrong elements must not buy an answer larger than itself.
        return Array(violations.prefix(20))
    }

    private func check(_ value: JSONValue, _ field: String, _ violations: inout [SchemaViolation]) {
        if isNullable, value == .null { return }
        switch (shape, value) {
        case (.any, _), (.boolean, .bool): return
        case (.integer(let minimum, let maximum), .int(let number)):
            if number < minimum ?? .min || number > maximum ?? .max { fail(field, "must be \(Self.range(minimum, maximum))", &violations) }
        case (.number(let minimum, let maximum), .int(let number)):
            checkBounds(Double(number), minimum, maximum, field, &violations)
        case (.number(let minimum, let maximum), .double(let number)):
            checkBounds(number, minimum, maximum, field, &violations)
        case (.string(let rule), .string(let text)): check(text, rule, field, &violations)
        case (.array(let schema, let most), .array(let elements)): check(elements, schema, most, field, &violations)
        case (.object(let properties), .object(let members)): check(members, properties, field, &violations)
        case (.map(let schema), .object(let members)):
            for (name, value) in members.sorted(by: { $0.key < $1.key }) { schema.check(value, "\(field).\(name)", &violations) }
        case (.constant(let expected), _):
            if value != expected { fail(field, "must be \(String(decoding: expected.bytes, as: UTF8.self))", &violations) }
        case (.oneOf(let schemas), _):
            if !schemas.contains(where: { $0.validate(value, field: field).isEmpty }) { fail(field, "must be \(kind)", &violations) }
        default: fail(field, "must be \(kind)", &violations)
        }
    }

    private func checkBounds(
        _ number: Double, _ minimum: Double?, _ maximum: Double?, _ field: String, _ violations: inout [SchemaViolation]
    ) {
        if number < minimum ?? -.infinity || number > maximum ?? .infinity {
            fail(field, "must be \(Self.range(minimum, maximum))", &violations)
        }
    }

    private func check(_ text: String, _ rule: StringRule, _ field: String, _ violations: inout [SchemaViolation]) {
        if let values = rule.values {
            if !values.contains(text) { fail(field, "must be one of \(values.joined(separator: ", "))", &violations) }
        } else if !rule.length.contains(text.utf8.count) {
            fail(field, "must have \(rule.length.lowerBound) to \(rule.length.upperBound) bytes", &violations)
        } else if let format = rule.format, !format.accepts(text) {
            fail(field, format.rule, &violations)
        }
    }

    private func check(
        _ elements: [JSONValue], _ schema: JSONSchema, _ most: Int?, _ field: String, _ violations: inout [SchemaViolation]
    ) {
        if let most, elements.count > most { return fail(field, "must have at most \(most) elements", &violations) }
        for (index, element) in elements.enumerated() where violations.count < 20 {
            schema.check(element, "\(field)[\(index)]", &violations)
        }
    }

    private func check(
        _ members: [String: JSONValue], _ properties: [Property], _ field: String, _ violations: inout [SchemaViolation]
    ) {
        for property in properties {
            if let value = members[property.name] {
                property.schema.check(value, "\(field).\(property.name)", &violations)
            } else if property.isRequired {
                property.schema.fail("\(field).\(property.name)", "is missing", &violations)
            }
        }
        // The name is the caller's: it is quoted no longer than a name can sensibly be.
        for name in members.keys.sorted() where !properties.contains(where: { $0.name == name }) {
            let known = properties.isEmpty ? "none" : properties.map(\.name).joined(separator: ", ")
            let remedy = "leave it out; the members are: \(known)"
            violations.append(SchemaViolation(field: "\(field).\(name.prefix(64))", rule: "is not a member", remedy: remedy))
            if violations.count >= 20 { return }
        }
    }

    private func fail(_ field: String, _ rule: String, _ violations: inout [SchemaViolation]) {
        var remedy = "give \(description)"
        if let example = examples.first { remedy += ", such as \(String(decoding: example.bytes, as: UTF8.self))" }
        violations.append(SchemaViolation(field: field, rule: rule, remedy: remedy))
    }

    private static func range<T: Comparable>(_ minimum: T?, _ maximum: T?) -> String {
        switch (minimum, maximum) {
        case (let low?, let high?): "from \(low) to \(high)"
        case (let low?, nil): "at least \(low)"
        case (nil, let high?): "at most \(high)"
        case (nil, nil): "a number"
        }
    }

    private var kind: String {
        switch shape {
        case .any: "a value"
        case .boolean: "true or false"
        case .integer: "a whole number"
        case .number: "a number"
        case .string: "a string"
        case .array: "a list"
        case .object, .map: "an object"
        case .constant(let value): String(decoding: value.bytes, as: UTF8.self)
        case .oneOf(let schemas): schemas.map(\.kind).joined(separator: " or ")
        }
    }
}
