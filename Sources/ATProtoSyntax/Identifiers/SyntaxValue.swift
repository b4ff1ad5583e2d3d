/// A value that was checked once, when it was parsed, and is its own text from then on.
///
/// Conforming types are coded as a plain string; decoding checks it again.
public protocol SyntaxValue: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    /// Parses `string`; throws the rule it breaks.
    init(_ string: String) throws(SyntaxError)
}

extension SyntaxValue {
    /// Orders by the bytes of the text.
    public static func < (left: Self, right: Self) -> Bool {
        left.description.utf8.lexicographicallyPrecedes(right.description.utf8)
    }

    /// Decodes a string and parses it; a broken rule is reported with the coding path.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        do {
            try self.init(container.decode(String.self))
        } catch let error as SyntaxError {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: error.description)
        }
    }

    /// Encodes the text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
