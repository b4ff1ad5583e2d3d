/// The two discovery documents.
enum ServerMetadata {
    /// RFC 8414, with everything that the atproto profile requires, unless pushed requests are not taken.
    static func authorizationServer(_ origins: Origins, takesPushedRequests: Bool) -> JSON {
        let issuer = origins.issuer
        let algorithms = JSON(strings: SigningAlgorithm.allCases.map(\.rawValue))
        var document: [String: JSON] = [
            "issuer": .string(issuer),
            "authorization_endpoint": .string("\(issuer)/oauth/authorize"),
            "token_endpoint": .string("\(issuer)/oauth/token"),
            "revocation_endpoint": .string("\(issuer)/oauth/revoke"),
            "jwks_uri": .string("\(issuer)/oauth/jwks"),
            "require_pushed_authorization_requests": .bool(takesPushedRequests),
            "request_parameter_supported": false,
            "request_uri_parameter_supported": true,
            "require_request_uri_registration": true,
            "scopes_supported": ["atproto", "transition:email", "transition:generic", "transition:chat.bsky"],
            "subject_types_supported": ["public"],
            "response_types_supported": ["code"],
            "response_modes_supported": ["query", "fragment", "form_post"],
            "grant_types_supported": ["authorization_code", "refresh_token"],
            "code_challenge_methods_supported": ["S256"],
            "ui_locales_supported": ["en"],
            "display_values_supported": ["page", "popup", "touch"],
            "prompt_values_supported": JSON(strings: AuthorizationParameters.Prompt.allCases.map(\.rawValue)),
            "authorization_response_iss_parameter_supported": true,
            "token_endpoint_auth_methods_supported": ["none", "private_key_jwt"],
            "token_endpoint_auth_signing_alg_values_supported": algorithms,
            "dpop_signing_alg_values_supported": algorithms,
            "client_id_metadata_document_supported": true,
            "protected_resources": [.string(origins.resource)],
        ]
        if takesPushedRequests { document["pushed_authorization_request_endpoint"] = .string("\(issuer)/oauth/par") }
        return .object(document)
    }

    /// RFC 9728.
    static func protectedResource(_ origins: Origins) -> JSON {
        [
            "resource": .string(origins.resource),
            "authorization_servers": [.string(origins.issuer)],
            "scopes_supported": [],
            "bearer_methods_supported": ["header"],
            "resource_documentation": "https://atproto.com",
        ]
    }
}
