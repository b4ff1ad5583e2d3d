public import JOSE

/// An OAuth client's metadata document (RFC 7591 section 2, atproto OAuth "Client ID Metadata Document").
///
/// The fields are plain; ``validate()`` holds them against the rules.
public struct ClientMetadata: Sendable, Hashable {
    /// `client_id`.
    public var clientID: String
    /// `redirect_uris`, one at least.
    public var redirectURIs: [String]
    /// `scope`: everything the client may ever ask for.
    public var scope: String
    /// `grant_types`; without `refresh_token` a session ends with its first access token.
    public var grantTypes: [String]
    /// `response_types`.
    public var responseTypes: [String]
    /// `application_type`.
    public var applicationType: ApplicationType
    /// `token_endpoint_auth_method`, as text, so that a document with one that atproto forbids can be refused by name.
    public var tokenEndpointAuthMethod: String
    /// `token_endpoint_auth_signing_alg`: set for `private_key_jwt` and only then.
    public var tokenEndpointAuthSigningAlg: String?
    /// `dpop_bound_access_tokens`, true in atproto.
    public var dpopBoundAccessTokens: Bool
    /// `jwks`: the client's public keys.
    public var jwks: JWKSet?
    /// `jwks_uri`: where the client's public keys are.
    public var jwksURI: String?
    /// `client_name`, for people.
    public var clientName: String?
    /// `client_uri`: the client's home page.
    public var clientURI: String?
    /// `logo_uri`.
    public var logoURI: String?
    /// `tos_uri`.
    public var tosURI: String?
    /// `policy_uri`.
    public var policyURI: String?
    /// `subject_type`; nil means `public`.
    public var subjectType: String?
    /// Fields of which nothing here makes use, kept as they were.
    public var extensions = Extensions()

    /// Metadata with atproto's usual values for what is not given.
    public init(
        clientID: String, redirectURIs: [String], scope: String = "atproto",
        grantTypes: [String] = ["authorization_code", "refresh_token"], responseTypes: [String] = ["code"],
        applicationType: ApplicationType = .web, tokenEndpointAuthMethod: AuthenticationMethod = .none,
        tokenEndpointAuthSigningAlg: SignatureAlgorithm? = nil, dpopBoundAccessTokens: Bool = true, jwks: JWKSet? = nil,
        jwksURI: String? = nil, clientName: String? = nil, clientURI: String? = nil
    ) {
        self.clientID = clientID
        self.redirectURIs = redirectURIs
        self.scope = scope
        self.grantTypes = grantTypes
        self.responseTypes = responseTypes
        self.applicationType = applicationType
        self.tokenEndpointAuthMethod = tokenEndpointAuthMethod.rawValue
        self.tokenEndpointAuthSigningAlg = tokenEndpointAuthSigningAlg?.rawValue
        self.dpopBoundAccessTokens = dpopBoundAccessTokens
        self.jwks = jwks
        self.jwksURI = jwksURI
        self.clientName = clientName
        self.clientURI = clientURI
    }

    /// The metadata that a loopback client's id stands for.
    public init(loopback id: LoopbackClientID) {
        self.init(
            clientID: id.description, redirectURIs: id.redirectURIs.map(\.description), scope: id.scope, applicationType: .native)
    }

    /// How the client authenticates, if atproto knows the method.
    public var authenticationMethod: AuthenticationMethod? { AuthenticationMethod(rawValue: tokenEndpointAuthMethod) }
}
