/// Why an identifier led to no account.
public struct IdentityError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The closed set of reasons.
    public enum Code: String, Sendable, CaseIterable {
        /// Neither handle nor DID nor URL, or a URL where an account is needed.
        case invalidIdentifier
        /// A handle under a domain that can hold no account.
        case reservedHandle
        /// No method of resolution knows the handle.
        case handleNotFound
        /// A method that decides gave no usable answer.
        case handleResolutionFailed
        /// The account does not claim the handle.
        case handleMismatch
        /// There is no document for the DID.
        case didNotFound
        /// The DID's method is not allowed here.
        case didNotAllowed
        /// The document could not be fetched.
        case didFetchFailed
        /// The document is not one, or is somebody else's.
        case invalidDocument
        /// The document names no personal data server.
        case noService
        /// The caller was cancelled.
        case cancelled
    }

    /// What to branch on.
    public let code: Code
    /// The identifier.
    public let subject: String
    /// For people.
    public let reason: String
    /// The steps taken, in order.
    public var legs: [ResolutionLeg]

    /// Makes an error.
    public init(_ code: Code, _ subject: String, _ reason: String, legs: [ResolutionLeg] = []) {
        self.code = code
        self.subject = subject
        self.reason = reason
        self.legs = legs
    }

    /// The same error after `earlier` steps.
    func preceded(by earlier: [ResolutionLeg]) -> IdentityError {
        IdentityError(code, subject, reason, legs: earlier + legs)
    }

    /// Errors are equal if their codes and subjects are.
    public static func == (left: Self, right: Self) -> Bool { left.code == right.code && left.subject == right.subject }

    /// `alice.example.com: no method of resolution knows the handle (dns missed: …; https failed: …)`.
    public var description: String {
        let steps = legs.isEmpty ? "" : " (" + legs.map(\.description).joined(separator: "; ") + ")"
        return "\(subject): \(reason)\(steps)"
    }
}
