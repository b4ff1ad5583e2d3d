public import ATProtoSyntax

/// What an authorization server says of itself (RFC 8414, RFC 9126, RFC 9207, RFC 9449), as far as a client uses it.
public struct AuthorizationServerMetadata: Sendable, Hashable, Codable {
    /// `issuer`.
    public let issuer: Issuer
    /// `authorization_endpoint`: the page the browser is sent to.
    public let authorizationEndpoint: HTTPURL
    /// `token_endpoint`.
    public let tokenEndpoint: HTTPURL
    /// `pushed_authorization_request_endpoint` (RFC 9126).
    public let pushedAuthorizationRequestEndpoint: HTTPURL?
    /// `require_pushed_authorization_requests`.
    public let requiresPushedAuthorizationRequests: Bool
    /// `revocation_endpoint` (RFC 7009).
    public let revocationEndpoint: HTTPURL?
    /// `token_endpoint_auth_methods_supported`; absent means `client_secret_basic` (RFC 8414 section 2).
    public let tokenEndpointAuthMethods: [String]
    /// `token_endpoint_auth_signing_alg_values_supported`.
    public let tokenEndpointAuthSigningAlgs: [String]?
    /// `dpop_signing_alg_values_supported` (RFC 9449 section 5.1).
    public let dpopSigningAlgs: [String]?
    /// `authorization_response_iss_parameter_supported` (RFC 9207).
    public let sendsIssuer: Bool
    /// `response_types_supported`.
    public let responseTypes: [String]?
    /// `response_modes_supported`.
    public let responseModes: [String]?
    /// `grant_types_supported`.
    public let grantTypes: [String]?
    /// `code_challenge_methods_supported` (RFC 7636).
    public let codeChallengeMethods: [String]?
    /// `prompt_values_supported`.
    public let promptValues: [String]?
    /// `scopes_supported`.
    public let scopes: [String]?
    /// `protected_resources` (RFC 9728 section 4).
    public let protectedResources: [String]?
    /// `client_id_metadata_document_supported`.
    public let supportsClientMetadataDocuments: Bool

    private enum CodingKeys: String, CodingKey {
        case issuer
        case authorizationEndpoint = "authorization_endpoint"
        case tokenEndpoint = "token_endpoint"
        case pushedAuthorizationRequestEndpoint = "pushed_authorization_request_endpoint"
        case requiresPushedAuthorizationRequests = "require_pushed_authorization_requests"
        case revocationEndpoint = "revocation_endpoint"
        case tokenEndpointAuthMethods = "token_endpoint_auth_methods_supported"
        case tokenEndpointAuthSigningAlgs = "token_endpoint_auth_signing_alg_values_supported"
        case dpopSigningAlgs = "dpop_signing_alg_values_supported"
        case sendsIssuer = "authorization_response_iss_parameter_supported"
        case responseTypes = "response_types_supported"
        case responseModes = "response_modes_supported"
        case grantTypes = "grant_types_supported"
        case codeChallengeMethods = "code_challenge_methods_supported"
        case promptValues = "prompt_values_supported"
        case scopes = "scopes_supported"
        case protectedResources = "protected_resources"
        case supportsClientMetadataDocuments = "client_id_metadata_document_supported"
    }

    /// Reads a document. Resolution holds it against the rules of RFC 8414 and of atproto before anybody uses it.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        func list(_ key: CodingKeys) throws -> [String]? { try fields.decodeIfPresent([String].self, forKey: key) }
        func flag(_ key: CodingKeys) throws -> Bool { try fields.decodeIfPresent(Bool.self, forKey: key) ?? false }
        issuer = try fields.decode(Issuer.self, forKey: .issuer)
        authorizationEndpoint = try fields.decode(HTTPURL.self, forKey: .authorizationEndpoint)
        tokenEndpoint = try fields.decode(HTTPURL.self, forKey: .tokenEndpoint)
        pushedAuthorizationRequestEndpoint = try fields.decodeIfPresent(HTTPURL.self, forKey: .pushedAuthorizationRequestEndpoint)
        requiresPushedAuthorizationRequests = try flag(.requiresPushedAuthorizationRequests)
        revocationEndpoint = try fields.decodeIfPresent(HTTPURL.self, forKey: .revocationEndpoint)
        tokenEndpointAuthMethods = try list(.tokenEndpointAuthMethods) ?? ["client_secret_basic"]
        tokenEndpointAuthSigningAlgs = try list(.tokenEndpointAuthSigningAlgs)
        dpopSigningAlgs = try list(.dpopSigningAlgs)
        sendsIssuer = try flag(.sendsIssuer)
        responseTypes = try list(.responseTypes)
        responseModes = try list(.responseModes)
        grantTypes = try list(.grantTypes)
        codeChallengeMethods = try list(.codeChallengeMethods)
        promptValues = try list(.promptValues)
        scopes = try list(.scopes)
        protectedResources = try list(.protectedResources)
        supportsClientMetadataDocuments = try flag(.supportsClientMetadataDocuments)
    }
}
