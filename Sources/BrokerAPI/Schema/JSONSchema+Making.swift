extension JSONSchema {
    /// An object with these members and no others.
    public static func object(_ description: String, _ properties: Property...) -> JSONSchema {
        JSONSchema(.object(properties), description)
    }

    /// An object without members.
    public static let empty = JSONSchema(.object([]), "an empty object")

    /// Text.
    public static func string(
        _ description: String, format: StringFormat? = nil, length: ClosedRange<Int> = 1...2048, examples: [JSONValue] = []
    ) -> JSONSchema {
        JSONSchema(.string(StringRule(format: format, length: length)), description, examples: examples)
    }

    /// One of a closed list of texts.
    public static func choice(_ description: String, _ values: [String]) -> JSONSchema {
        JSONSchema(.string(StringRule(values: values)), description)
    }

    /// One of the raw values of an enumeration.
    public static func choice<T: CaseIterable & RawRepresentable<String>>(_ description: String, _ type: T.Type) -> JSONSchema {
        choice(description, T.allCases.map(\.rawValue))
    }

    /// `true` or `false`.
    public static func boolean(_ description: String) -> JSONSchema { JSONSchema(.boolean, description) }

    /// A whole number within bounds.
    public static func integer(_ description: String, _ bounds: ClosedRange<Int64> = 0...Int64.max) -> JSONSchema {
        // Many readers of JSON keep numbers as doubles: a bound that only repeats the type's own would come out wrong there.
        JSONSchema(.integer(minimum: bounds.lowerBound, maximum: bounds.upperBound == .max ? nil : bounds.upperBound), description)
    }

    /// A list.
    public static func array(_ description: String, of element: JSONSchema, maxItems: Int? = nil) -> JSONSchema {
        JSONSchema(.array(element, maxItems: maxItems), description)
    }

    /// An object with free member names.
    public static func map(_ description: String, of value: JSONSchema) -> JSONSchema { JSONSchema(.map(value), description) }

    /// An object whose members some other specification defines.
    public static func document(_ description: String) -> JSONSchema { map(description, of: JSONSchema(.any, "")) }
}
