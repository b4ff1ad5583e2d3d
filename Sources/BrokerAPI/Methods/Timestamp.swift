public import FoundationEssentials

/// A moment on the wire: UTC by ISO 8601 with milliseconds, `2026-11-23T19:00:00.123Z`. Whole seconds are read as well.
public struct Timestamp: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The moment.
    public let date: Date

    /// A moment, to the millisecond: the same before and after the wire.
    public init(_ date: Date) {
        self.date = Date(timeIntervalSince1970: (date.timeIntervalSince1970 * 1000).rounded() / 1000)
    }

    /// Reads the wire form; nil for anything else, offsets other than `Z` included.
    public init?(_ text: String) {
        guard text.utf8.count <= 32, text.utf8.last == UInt8(ascii: "Z") else { return nil }
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: text.utf8.contains(UInt8(ascii: ".")))
        guard let date = try? style.parse(text) else { return nil }
        self.init(date)
    }

    /// The wire form.
    public var description: String {
        // The style cuts off what a binary fraction lacks to its millisecond, so half of one is added.
        (date + 0.0005).formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }

    /// The earlier one is smaller.
    public static func < (left: Timestamp, right: Timestamp) -> Bool { left.date < right.date }
}

extension Timestamp: Codable {
    /// Reads the wire form.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let timestamp = Timestamp(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "expected a UTC time such as 2026-11-23T19:00:00Z")
        }
        self = timestamp
    }

    /// Writes the wire form.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
