/// The client cannot authenticate as it did when the session began, or as the server demands.
public struct AuthMethodUnsatisfiableError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is missing, and the remedy.
    public let reason: String

    init(_ reason: String) { self.reason = reason }

    /// The reason.
    public var description: String { "client authentication: \(reason)" }
}
