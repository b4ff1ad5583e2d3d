/// The way from what the user typed, or from an account, to its authorization server could not be followed.
public struct OAuthResolverError: Error, Sendable, CustomStringConvertible {
    /// The step that failed.
    public enum Step: String, Sendable {
        /// The input is no handle, DID or server URL, or leads to no account.
        case identity
        /// Protected resource metadata (RFC 9728).
        case protectedResource
        /// Authorization server metadata (RFC 8414).
        case authorizationServer
        /// A client's metadata document.
        case clientMetadata
    }

    /// The step that failed.
    public let step: Step
    /// For people: what was wrong, with the first field at fault.
    public let reason: String
    /// What lies beneath: an identity or transport error.
    public let cause: (any Error)?
    /// Whether the way was refused because it leads over plain http.
    public let isInsecure: Bool

    init(_ step: Step, _ reason: String, cause: (any Error)? = nil, isInsecure: Bool = false) {
        self.isInsecure = isInsecure
        self.step = step
        self.reason = reason
        self.cause = cause
    }

    /// The step and the reason.
    public var description: String { "cannot resolve \(step.rawValue): \(reason)" }
}
