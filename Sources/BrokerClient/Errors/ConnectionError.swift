/// The daemon could not be asked, or its answer did not arrive.
public struct ConnectionError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kinds.
    public enum Code: String, Sendable {
        /// Nobody listens, or the socket may not be used: nothing was sent.
        case unreachable
        /// The connection ended before the answer came: whether the call took effect is unknown.
        case lost
        /// The answer did not come in time: whether the call took effect is unknown.
        case timeout
        /// What came is not the protocol.
        case malformed
        /// The client was closed.
        case closed
    }

    /// The kind, to branch on.
    public let code: Code
    /// The reason, for people.
    public let reason: String

    /// An error of a kind.
    public init(_ code: Code, _ reason: String) {
        self.code = code
        self.reason = reason
    }

    /// Kind and reason.
    public var description: String { "\(code.rawValue): \(reason)" }

    /// Equality is the kind's alone.
    public static func == (left: ConnectionError, right: ConnectionError) -> Bool { left.code == right.code }
}
