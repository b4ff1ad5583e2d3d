import FoundationEssentials

/// Any JSON value: records, metadata documents and knobs have no schema known here.
enum JSON: Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([JSON])
    case object([String: JSON])

    /// - Throws: whatever `JSONDecoder` says about malformed input.
    init(parsing bytes: some Sequence<UInt8>) throws {
        self = try JSONDecoder().decode(JSON.self, from: Data(bytes))
    }

    var string: String? {
        if case .string(let value) = self { value } else { nil }
    }

    var double: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }

    var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    var array: [JSON]? {
        if case .array(let value) = self { value } else { nil }
    }

    var object: [String: JSON]? {
        if case .object(let value) = self { value } else { nil }
    }

    /// Nil unless every element is a string.
    var strings: [String]? {
        guard let array else { return nil }
        let values = array.compactMap(\.string)
        return values.count == array.count ? values : nil
    }

    subscript(key: String) -> JSON? {
        object?[key]
    }

    /// Keys are sorted, so that equal values have equal bytes.
    var bytes: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Only a NaN or an infinity can fail to encode, and the decoder lets neither in.
        return [UInt8]((try? encoder.encode(self)) ?? Data("null".utf8))
    }
}
