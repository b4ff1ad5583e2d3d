/// Every error the API can answer: the name in `data.type`, and with it the JSON-RPC code.
public enum BrokerErrorType: String, Codable, Sendable, CaseIterable {
    /// The line is not JSON.
    case parseError = "parse_error"
    /// The JSON is not a JSON-RPC request.
    case invalidRequest = "invalid_request"
    /// There is no method of that name.
    case methodNotFound = "method_not_found"
    /// The parameters break the method's schema; `data.violations` lists how.
    case invalidParams = "invalid_params"
    /// A fault of the daemon itself.
    case internalError = "internal_error"
    /// The caller has no session of that account.
    case noSession = "no_session"
    /// The access token could not be refreshed; `did`, `cause`.
    case tokenRefresh = "token_refresh"
    /// The session was revoked.
    case tokenRevoked = "token_revoked"
    /// The resource server rejected the token for good.
    case tokenInvalid = "token_invalid"
    /// The authorization server sent the browser back with an error; `params`, `state`.
    case callback
    /// Handle, DID or server metadata could not be resolved; which leg failed and why.
    case resolver
    /// A server answered with an error; `status`, `error`, `errorDescription`.
    case server
    /// The policy does not allow it.
    case accessDenied = "access_denied"
    /// The session ended; the account must sign in again.
    case needsLogin = "needs_login"
    /// The answer to a refresh was lost, and whether the token was rotated is unknown.
    case ambiguousRefresh = "ambiguous_refresh"
    /// Too many calls; `retryAfterMs`.
    case rateLimited = "rate_limited"
    /// It took too long.
    case timeout
    /// A server could not be reached.
    case network
    /// The authorization server does not support the client's authentication method.
    case authMethod = "auth_method"
    /// The URL is not one that may carry a token.
    case insecureURL = "insecure_url"
    /// A line, batch or body beyond its limit.
    case tooLarge = "too_large"
    /// The call or flow was cancelled.
    case cancelled
    /// The session is busy with another change.
    case locked

    /// The JSON-RPC error code.
    public var code: Int {
        switch self {
        case .parseError: -32700
        case .invalidRequest: -32600
        case .methodNotFound: -32601
        case .invalidParams: -32602
        case .internalError: -32603
        case .noSession: -32001
        case .tokenRefresh: -32002
        case .tokenRevoked: -32003
        case .tokenInvalid: -32004
        case .callback: -32005
        case .resolver: -32006
        case .server: -32007
        case .accessDenied: -32008
        case .needsLogin: -32009
        case .ambiguousRefresh: -32010
        case .rateLimited: -32011
        case .timeout: -32012
        case .network: -32013
        case .authMethod: -32014
        case .insecureURL: -32015
        case .tooLarge: -32016
        case .cancelled: -32017
        case .locked: -32018
        }
    }

    /// The type with that code, if the API has it.
    public init?(code: Int) {
        guard let type = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = type
    }

    /// What any method can answer, whatever it does: left out of each method's own list.
    public static let anyMethod: [BrokerErrorType] = [.accessDenied, .rateLimited, .timeout, .tooLarge, .cancelled]
}
