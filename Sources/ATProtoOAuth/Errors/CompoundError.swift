/// Several failures of one operation, the first cause first.
public struct CompoundError: Error, Sendable, CustomStringConvertible {
    /// The failures.
    public let errors: [any Error]

    private init(_ errors: [any Error]) { self.errors = errors }

    /// The errors as one: nil if there is none, itself if there is one.
    static func joining(_ errors: [any Error]) -> (any Error)? { errors.count > 1 ? CompoundError(errors) : errors.first }

    /// All of them.
    public var description: String { errors.map { "\($0)" }.joined(separator: "; and then ") }
}
