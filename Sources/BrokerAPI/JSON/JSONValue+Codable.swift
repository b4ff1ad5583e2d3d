extension JSONValue: Codable {
    /// Decodes whatever value the decoder stands on, trying the narrowest type first so that `true` never becomes `1`.
    public init(from decoder: any Decoder) throws {
        // Our own decoder already holds the value: no need to take it apart and rebuild it.
        if let decoder = decoder as? JSONValueDecoder {
            self = decoder.value
            return
        }
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let truth = try? container.decode(Bool.self) {
            self = .bool(truth)
        } else if let number = try? container.decode(Int64.self) {
            self = .int(number)
        } else if let number = try? container.decode(Double.self) {
            self = .double(number)
        } else if let text = try? container.decode(String.self) {
            self = .string(text)
        } else if let elements = try? container.decode([JSONValue].self) {
            self = .array(elements)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    /// Encodes the value as itself.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let truth): try container.encode(truth)
        case .int(let number): try container.encode(number)
        case .double(let number): try container.encode(number)
        case .string(let text): try container.encode(text)
        case .array(let elements): try container.encode(elements)
        case .object(let members): try container.encode(members)
        }
    }

    /// Reads a `Decodable` out of this value.
    ///
    /// - Throws: `DecodingError`, whose coding path names the member at fault.
    public func decode<T: Decodable>(_ type: T.Type = T.self) throws -> T {
        try T(from: JSONValueDecoder(value: self, codingPath: []))
    }

    /// The JSON that an `Encodable` writes.
    ///
    /// - Throws: `EncodingError` for a number that JSON cannot carry (infinite, not a number, beyond 64 bits).
    public init(encoding value: some Encodable) throws {
        let encoder = JSONValueEncoder(codingPath: [])
        try value.encode(to: encoder)
        self = encoder.storage.value
    }
}
