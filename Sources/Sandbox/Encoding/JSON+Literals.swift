import FoundationEssentials

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
    init(stringLiteral value: String) { self = .string(value) }
    init(integerLiteral value: Int64) { self = .integer(value) }
    init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension JSON: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
    init(arrayLiteral elements: JSON...) { self = .array(elements) }

    init(dictionaryLiteral elements: (String, JSON)...) {
        self = .object(Dictionary(elements) { _, last in last })
    }

    init(strings: some Sequence<String>) {
        self = .array(strings.map { .string($0) })
    }

    /// A value that encodes itself, seen as JSON.
    init(encoding value: some Encodable) throws {
        self = try JSON(parsing: JSON.encoder.encode(value))
    }
}
