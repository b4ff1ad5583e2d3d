import HTTPTypes

/// Why a resource server turned a signed request down, where signing anew can help.
enum Rejection: Equatable {
    /// It wants the nonce it sent (RFC 9449 §9).
    case nonce
    /// It no longer takes the access token (RFC 6750 §3.1).
    case token

    /// - Parameter bodyError: the `error` member of the response's JSON body, if there is one.
    init?(_ response: HTTPResponse, bodyError: String?) {
        guard response.status.code == 401 || response.status.code == 400 else { return nil }
        let challenges = response.headerFields[values: .wwwAuthenticate].flatMap(AuthenticateChallenge.parse)
        let errors = challenges.filter { $0.scheme == "dpop" }.compactMap { $0.parameters["error"] } + [bodyError].compactMap { $0 }
        if errors.contains("use_dpop_nonce"), response.headerFields[.dpopNonce] != nil {
            self = .nonce
        } else if response.status.code == 401, errors.contains("invalid_token") {
            self = .token
        } else {
            return nil
        }
    }
}
