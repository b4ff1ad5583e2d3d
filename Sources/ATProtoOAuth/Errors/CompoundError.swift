/// Several failures of one operation, the first cause first.
public struct CompoundError: Error, Sendable, CustomStringConvertible {
    /// The failures.
    public let errors: [any Error]

    init(_ errors: [any Error]) { self.errors = errors }

    /// All of them.
    public var description: String { errors.map { "\($0)" }.joined(separator: "; and then ") }
}
