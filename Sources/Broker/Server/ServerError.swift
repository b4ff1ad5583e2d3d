/// Why the daemon cannot listen.
public struct ServerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What a caller may branch on.
    public enum Code: String, Sendable {
        /// Another daemon is there.
        case inUse
        /// The path cannot be used.
        case path
    }

    /// What a caller may branch on.
    public let code: Code
    /// For people: what is wrong, and the remedy.
    public let reason: String

    init(_ code: Code, _ reason: String) {
        self.code = code
        self.reason = reason
    }

    /// The reason.
    public var description: String { reason }
}
