/// A JSON value (RFC 8259), as read from or written to the socket.
///
/// Whole numbers that fit 64 bits stay exact; every other number is a `Double`.
public enum JSONValue: Hashable, Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A whole number within 64 bits.
    case int(Int64)
    /// Any other number.
    case double(Double)
    /// Text.
    case string(String)
    /// A list.
    case array([JSONValue])
    /// Members by name; they are written sorted, so equal values give equal bytes.
    case object([String: JSONValue])

    /// The member of that name, if this is an object that has one.
    public subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members[name]
    }

    /// The text, if this is a string.
    public var stringValue: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The number, if this is a whole one.
    public var intValue: Int64? {
        guard case .int(let number) = self else { return nil }
        return number
    }

    /// The truth value, if this is one.
    public var boolValue: Bool? {
        guard case .bool(let truth) = self else { return nil }
        return truth
    }

    /// The elements, if this is a list.
    public var arrayValue: [JSONValue]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }

    /// The members, if this is an object.
    public var objectValue: [String: JSONValue]? {
        guard case .object(let members) = self else { return nil }
        return members
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    /// Text, as written in source.
    public init(stringLiteral value: String) { self = .string(value) }
    /// A whole number, as written in source.
    public init(integerLiteral value: Int64) { self = .int(value) }
    /// A truth value, as written in source.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// A list, as written in source.
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    /// An object, as written in source; of two members with one name the last stays.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(Dictionary(elements, uniquingKeysWith: { _, last in last }))
    }
}
