/// A rule of the AT Protocol's OAuth profile that a server breaks, though not so badly that it could not be used.
///
/// What would be unsafe is an error instead, such as a server without PKCE.
public struct ServerWarning: Sendable, Hashable, CustomStringConvertible {
    /// The rules, by the field that breaks them (atproto OAuth "Authorization Servers").
    public enum Rule: String, Sendable, CaseIterable {
        /// Pushed authorization requests must be required (RFC 9126 section 5).
        case pushedRequests = "require_pushed_authorization_requests"
        /// Public and confidential clients must be served.
        case authenticationMethods = "token_endpoint_auth_methods_supported"
        /// Client assertions with ES256 must be taken.
        case assertionAlgorithms = "token_endpoint_auth_signing_alg_values_supported"
        /// Proofs with ES256 must be taken (RFC 9449 section 5.1).
        case proofAlgorithms = "dpop_signing_alg_values_supported"
        /// Responses must name their issuer (RFC 9207 section 3).
        case issuerParameter = "authorization_response_iss_parameter_supported"
        /// The scope `atproto` must be known.
        case scopes = "scopes_supported"
        /// The response type `code` must be listed.
        case responseTypes = "response_types_supported"
        /// Both grants must be listed: codes and refresh tokens.
        case grantTypes = "grant_types_supported"
        /// Answers to requests with a proof must bring a nonce (RFC 9449 section 8).
        case nonce = "DPoP-Nonce"
    }

    /// The origin of the server.
    public let origin: String
    /// The rule it breaks.
    public let rule: Rule

    init(_ origin: String, _ rule: Rule) {
        self.origin = origin
        self.rule = rule
    }

    /// What the server does, and what it should do.
    public var description: String { "\(origin): \(rule.rawValue) \(rule.demand)" }
}

extension ServerWarning.Rule {
    fileprivate var demand: String {
        switch self {
        case .pushedRequests, .issuerParameter: "should be true"
        case .authenticationMethods: "should list none and private_key_jwt"
        case .assertionAlgorithms, .proofAlgorithms: "should list ES256"
        case .scopes: "should list atproto"
        case .responseTypes: "should list code"
        case .grantTypes: "should list authorization_code and refresh_token"
        case .nonce: "is missing in an answer to a request with a DPoP proof"
        }
    }
}
