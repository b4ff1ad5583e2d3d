import ATProtoSyntax

extension AuthorizationServerMetadata {
    /// Holds the document against RFC 8414 and the atproto profile.
    /// - Parameters:
    ///   - expected: the issuer the document was fetched for.
    ///   - allowHTTP: whether endpoints may be on this machine even where the issuer is not, for development.
    /// - Throws: ``OAuthResolverError`` naming the field and the rule.
    func validate(expecting expected: Issuer, allowHTTP: Bool) throws(OAuthResolverError) {
        func refuse(_ field: String, _ rule: String) -> OAuthResolverError { Self.objection(expected, field, rule) }
        guard issuer == expected else { throw refuse("issuer", "is \(issuer), not the server's own (RFC 8414 section 3.3)") }
        try validateEndpoints(allowHTTP)
        if requiresPushedAuthorizationRequests, pushedAuthorizationRequestEndpoint == nil {
            throw refuse("pushed_authorization_request_endpoint", "is missing, though pushed requests are required (RFC 9126 section 5)")
        }
        if let responseTypes, !responseTypes.contains("code") { throw refuse("response_types_supported", "lacks code") }
        if let tokenEndpointAuthSigningAlgs, tokenEndpointAuthSigningAlgs.contains("none") {
            throw refuse("token_endpoint_auth_signing_alg_values_supported", "holds none (RFC 8414 section 2)")
        }
        guard supportsClientMetadataDocuments else {
            throw refuse("client_id_metadata_document_supported", "is not true, so the server cannot know this client")
        }
        // Absent means that there is no PKCE at all (RFC 8414 section 2).
        guard codeChallengeMethods?.contains("S256") == true else {
            throw refuse("code_challenge_methods_supported", "lacks S256, without which a code can be stolen")
        }
    }

    /// Makes sure that the server knows of the resource server that named it (RFC 9728 section 4).
    /// - Throws: ``OAuthResolverError``.
    func validate(namedBy resource: HTTPURL) throws(OAuthResolverError) {
        guard let protectedResources, !protectedResources.contains(resource.origin) else { return }
        throw Self.objection(issuer, "protected_resources", "lacks \(resource.origin), which named it as its authorization server")
    }

    private func validateEndpoints(_ allowHTTP: Bool) throws(OAuthResolverError) {
        let endpoints: [(String, HTTPURL?)] = [
            ("authorization_endpoint", authorizationEndpoint), ("token_endpoint", tokenEndpoint),
            ("revocation_endpoint", revocationEndpoint),
            ("pushed_authorization_request_endpoint", pushedAuthorizationRequestEndpoint),
        ]
        for case (let field, let url?) in endpoints {
            // Plain http is for development on this machine; a server on https must not lead away from it.
            guard url.scheme == .https || (url.isLoopback && issuer.url.scheme == .http) else {
                throw Self.objection(issuer, field, "is not https")
            }
            // Nobody else's server is on this machine or in this house.
            guard allowHTTP || WebURI.web(url.description) != nil else {
                throw Self.objection(issuer, field, "is at \(url.host), which is no public host")
            }
        }
    }

    private static func objection(_ issuer: Issuer, _ field: String, _ rule: String) -> OAuthResolverError {
        OAuthResolverError(.authorizationServer, "\(issuer): \(field) \(rule)")
    }
}
