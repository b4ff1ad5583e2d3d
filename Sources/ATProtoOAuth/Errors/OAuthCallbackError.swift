/// The browser came back, but not with a session (RFC 6749 section 4.1.2.1).
public struct OAuthCallbackError: Error, Sendable, CustomStringConvertible {
    /// The callback's parameters, without a code or tokens among them: these may still be worth something to a thief.
    public let params: FormParameters
    /// The application's own state, as it was given to `authorize`; nil if the callback matches no authorization request.
    public let state: String?
    /// For people: `error_description` of the server, or which rule was broken.
    public let reason: String
    /// What lies beneath, if the callback itself was in order.
    public let cause: (any Error)?

    /// `response` holds a code within (JARM); tokens come from servers that do what they were not asked for.
    private static let secrets = ["code", "response", "access_token", "refresh_token", "id_token"]

    init(_ params: FormParameters, state: String? = nil, _ reason: String, cause: (any Error)? = nil) {
        var params = params
        for secret in Self.secrets { params[secret] = nil }
        self.params = params
        self.state = state
        self.reason = reason
        self.cause = cause
    }

    /// `error` of the response, such as `access_denied` or, after a silent sign-in, `login_required`.
    public var error: String? { params["error"] }

    /// The error and the reason.
    public var description: String { error.map { "\($0): \(reason)" } ?? reason }
}
