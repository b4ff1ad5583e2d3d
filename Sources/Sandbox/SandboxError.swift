/// Why the sandbox refused what its own program asked of it.
public struct SandboxError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The closed list of causes.
    public enum Code: String, Sendable {
        /// The handle or DID is malformed or taken.
        case account
        /// The client metadata breaks a rule.
        case clientMetadata
        /// The server is not running, or already is.
        case state
        /// A scripted browser met something it cannot go on from.
        case browser
    }

    /// The cause, to branch on.
    public let code: Code
    /// What was wrong, for people.
    public let reason: String

    /// The reason.
    public var description: String { reason }

    init(_ code: Code, _ reason: String) {
        self.code = code
        self.reason = reason
    }
}
