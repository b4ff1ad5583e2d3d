/// Why the DNS gave no answer.
public struct TXTLookupError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The closed set of reasons.
    public enum Code: String, Sendable, CaseIterable {
        /// The name cannot be asked for.
        case malformedName
        /// No nameserver answered, or none would.
        case serverFailure
        /// The answer is not understood.
        case malformedAnswer
    }

    /// What to branch on.
    public let code: Code
    /// For people.
    public let reason: String

    /// Makes an error.
    public init(_ code: Code, _ reason: String) {
        self.code = code
        self.reason = reason
    }

    /// Errors are equal if their codes are.
    public static func == (left: Self, right: Self) -> Bool { left.code == right.code }

    /// The reason.
    public var description: String { reason }
}
