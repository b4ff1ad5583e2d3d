/// Why a text is not the JSON that was expected, and where.
public struct JSONParseError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The byte at which reading stopped, counted from 0.
    public let offset: Int
    /// What was wrong there, for people.
    public let reason: String

    /// A parse error at a byte.
    public init(offset: Int, reason: String) {
        self.offset = offset
        self.reason = reason
    }

    /// Reason and place.
    public var description: String { "\(reason) at byte \(offset)" }
}
