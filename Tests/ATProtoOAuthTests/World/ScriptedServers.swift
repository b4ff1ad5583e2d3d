import ATProtoOAuth
import ATProtoSyntax
import HTTPTypes

/// The servers of the scripted world when no script says otherwise. Tokens are numbered; a refresh token is good once.
struct ScriptedServers: Sendable {
    var documents: [String: JSON]
    var resourceMetadata: JSON = ["resource": "https://pds.example.com", "authorization_servers": ["https://auth.example.com"]]
    var serverMetadata: JSON = [
        "issuer": "https://auth.example.com",
        "authorization_endpoint": "https://auth.example.com/oauth/authorize",
        "token_endpoint": "https://auth.example.com/oauth/token",
        "revocation_endpoint": "https://auth.example.com/oauth/revoke",
        "pushed_authorization_request_endpoint": "https://auth.example.com/oauth/par",
        "require_pushed_authorization_requests": true,
        "token_endpoint_auth_methods_supported": ["none", "private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": ["ES256", "PS256"],
        "dpop_signing_alg_values_supported": ["RS256", "ES256", "ES256K"],
        "authorization_response_iss_parameter_supported": true,
        "client_id_metadata_document_supported": true,
        "response_types_supported": ["code"],
        "response_modes_supported": ["query", "fragment", "form_post"],
        "code_challenge_methods_supported": ["S256"],
        "prompt_values_supported": ["none", "login", "create"],
        "scopes_supported": ["atproto"],
        "protected_resources": ["https://pds.example.com"],
    ]
    var clientMetadata: JSON = [:]
    /// What a token response says beside the tokens.
    var grant: JSON = ["token_type": "DPoP", "sub": .text(DID.alice.description), "scope": "atproto", "expires_in": 3600]
    /// The number of the newest tokens.
    var newest = 0

    init() {
        documents = [:]
        for (did, handle) in [(DID.alice, "alice.example.com"), (.bob, "bob.example.com")] {
            documents[did.description] = [
                "id": .text(did.description), "alsoKnownAs": [.text("at://" + handle)],
                "service": [
                    ["id": "#atproto_pds", "type": "AtprotoPersonalDataServer", "serviceEndpoint": "https://pds.example.com"]
                ],
            ]
        }
    }

    mutating func answer(_ request: RecordedRequest) -> Reply {
        switch request.endpoint {
        case .directory:
            let did = String(request.url.path.dropFirst()).replacing("%3A", with: ":")
            return documents[did].map { .json($0, type: "application/did+ld+json") } ?? .json([:], status: 404)
        case .resourceMetadata: return request.url.host == "pds.example.com" ? .json(resourceMetadata) : .json([:], status: 404)
        case .serverMetadata: return request.url.host == "auth.example.com" ? .json(serverMetadata) : .json([:], status: 404)
        case .clientMetadata: return .json(clientMetadata)
        case .pushed: return .json(["request_uri": "urn:ietf:params:oauth:request_uri:1", "expires_in": 300], status: 201)
        case .token: return tokens(request)
        case .revocation: return .json([:])
        case .resource:
            return request.headers[.authorization] == "DPoP access-\(newest)" ? .json(["ok": true]) : .rejectedToken
        }
    }

    private mutating func tokens(_ request: RecordedRequest) -> Reply {
        let form = request.form
        guard form["grant_type"] != "refresh_token" || form["refresh_token"] == "refresh-\(newest)" else { return .error("invalid_grant") }
        return .json(issue())
    }

    /// The next tokens, in place of those before.
    mutating func issue() -> JSON {
        newest += 1
        return tokenResponse(newest)
    }

    func tokenResponse(_ number: Int) -> JSON {
        var response = grant
        response["access_token"] = .text("access-\(number)")
        response["refresh_token"] = .text("refresh-\(number)")
        return response
    }
}
