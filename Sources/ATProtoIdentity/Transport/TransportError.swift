/// Why there is no response, or not all of it.
public struct TransportError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The closed set of reasons.
    public enum Code: String, Sendable, CaseIterable {
        /// Plain http where it is not allowed.
        case insecureURL
        /// The host's name or one of its addresses is not of the public internet.
        case forbiddenAddress
        /// The name has no address, or none was found in time.
        case unresolvedHost
        /// No connection could be made.
        case unreachable
        /// The connection broke.
        case connection
        /// The peer's certificate or handshake was refused.
        case tls
        /// A limit of time was hit.
        case timeout
        /// The response's body is larger than allowed.
        case bodyTooLarge
        /// The response's header fields are larger than allowed.
        case headersTooLarge
        /// The server redirects where that is an error.
        case redirect
        /// The caller's task was cancelled.
        case cancelled
        /// What arrived is not HTTP, or not what was asked for.
        case malformedResponse
    }

    /// What to branch on.
    public let code: Code
    /// For people: what happened, and where a setting would change it, which.
    public let reason: String
    /// Whether the server began to answer: what failed is only the reading of it.
    public private(set) var wasAnswered: Bool

    /// Makes an error.
    public init(_ code: Code, _ reason: String) {
        self.code = code
        self.reason = reason
        wasAnswered = [.bodyTooLarge, .headersTooLarge, .redirect, .malformedResponse].contains(code)
    }

    /// The same error, of an exchange whose response had begun.
    var afterHead: TransportError {
        var error = self
        error.wasAnswered = true
        return error
    }

    /// Whether the request, or a part of it, may have reached the server although no response arrived.
    public var mayHaveLeft: Bool {
        switch code {
        case .insecureURL, .forbiddenAddress, .unresolvedHost, .unreachable, .tls: false
        case .connection, .timeout, .bodyTooLarge, .headersTooLarge, .redirect, .cancelled, .malformedResponse: true
        }
    }

    /// Passes a transport error on, and takes anything else for a broken connection.
    init(wrapping error: any Error) {
        if let error = error as? TransportError {
            self = error
        } else if error is CancellationError {
            self.init(.cancelled, "the request was cancelled")
        } else {
            self.init(.connection, "the transfer failed: \(error)")
        }
    }

    /// Errors are equal if their codes are.
    public static func == (left: Self, right: Self) -> Bool { left.code == right.code }

    /// `timeout: no answer within 15 s`.
    public var description: String { "\(code.rawValue): \(reason)" }
}
