import JOSE

extension ClientMetadata: Codable {
    private enum CodingKeys: String, CodingKey {
        case clientID = "client_id"
        case redirectURIs = "redirect_uris"
        case scope
        case grantTypes = "grant_types"
        case responseTypes = "response_types"
        case applicationType = "application_type"
        case tokenEndpointAuthMethod = "token_endpoint_auth_method"
        case tokenEndpointAuthSigningAlg = "token_endpoint_auth_signing_alg"
        case dpopBoundAccessTokens = "dpop_bound_access_tokens"
        case jwks
        case jwksURI = "jwks_uri"
        case clientName = "client_name"
        case clientURI = "client_uri"
        case logoURI = "logo_uri"
        case tosURI = "tos_uri"
        case policyURI = "policy_uri"
        case subjectType = "subject_type"
    }

    /// Reads a document. Unknown fields are passed over; absent ones have the defaults of RFC 7591.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        func text(_ key: CodingKeys) throws -> String? { try fields.decodeIfPresent(String.self, forKey: key) }
        clientID = try fields.decode(String.self, forKey: .clientID)
        redirectURIs = try fields.decode([String].self, forKey: .redirectURIs)
        scope = try text(.scope) ?? ""
        grantTypes = try fields.decodeIfPresent([String].self, forKey: .grantTypes) ?? ["authorization_code"]
        responseTypes = try fields.decodeIfPresent([String].self, forKey: .responseTypes) ?? ["code"]
        applicationType = try fields.decodeIfPresent(ApplicationType.self, forKey: .applicationType) ?? .web
        tokenEndpointAuthMethod = try text(.tokenEndpointAuthMethod) ?? "client_secret_basic"
        tokenEndpointAuthSigningAlg = try text(.tokenEndpointAuthSigningAlg)
        dpopBoundAccessTokens = try fields.decodeIfPresent(Bool.self, forKey: .dpopBoundAccessTokens) ?? false
        jwks = try fields.decodeIfPresent(LenientJWKSet.self, forKey: .jwks)?.set
        jwksURI = try text(.jwksURI)
        clientName = try text(.clientName)
        clientURI = try text(.clientURI)
        logoURI = try text(.logoURI)
        tosURI = try text(.tosURI)
        policyURI = try text(.policyURI)
        subjectType = try text(.subjectType)
        extensions = try Extensions(from: decoder)
    }

    /// Writes the document to host at `client_id`.
    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(clientID, forKey: .clientID)
        try fields.encodeIfPresent(clientName, forKey: .clientName)
        try fields.encodeIfPresent(clientURI, forKey: .clientURI)
        try fields.encodeIfPresent(logoURI, forKey: .logoURI)
        try fields.encodeIfPresent(tosURI, forKey: .tosURI)
        try fields.encodeIfPresent(policyURI, forKey: .policyURI)
        try fields.encode(redirectURIs, forKey: .redirectURIs)
        try fields.encode(scope, forKey: .scope)
        try fields.encode(grantTypes, forKey: .grantTypes)
        try fields.encode(responseTypes, forKey: .responseTypes)
        try fields.encode(applicationType, forKey: .applicationType)
        try fields.encode(tokenEndpointAuthMethod, forKey: .tokenEndpointAuthMethod)
        try fields.encodeIfPresent(tokenEndpointAuthSigningAlg, forKey: .tokenEndpointAuthSigningAlg)
        try fields.encode(dpopBoundAccessTokens, forKey: .dpopBoundAccessTokens)
        try fields.encodeIfPresent(jwks, forKey: .jwks)
        try fields.encodeIfPresent(jwksURI, forKey: .jwksURI)
        try fields.encodeIfPresent(subjectType, forKey: .subjectType)
        try extensions.encode(to: encoder)
    }
}
