import ATProtoSyntax
import JOSE

extension ClientMetadata {
    /// Holds the document against what atproto authorization servers require.
    /// - Throws: ``ClientMetadataError`` for the first field that breaks a rule.
    public func validate() throws(ClientMetadataError) {
        let id = try ClientID(clientID)
        try validateGrants()
        try validateScope()
        try validateAuthentication()
        try validateRedirects(id)
        if case .loopback(let own) = id { try validateLoopback(own) }
        try validateLinks(id)
        if let objection = extensions.objection { throw objection }
    }

    /// Holds the document of this client's own against what servers demand of a registration beyond ``validate()``.
    func validateRegistration() throws(ClientMetadataError) {
        // Documents of others may list more than the client makes use of; servers register no client that does.
        guard responseTypes.allSatisfy({ $0 == "code" }) else {
            throw ClientMetadataError("response_types", "must be code and nothing else: servers offer no other")
        }
    }

    /// The redirect URIs, parsed.
    func parsedRedirectURIs() throws(ClientMetadataError) -> [RedirectURI] {
        var parsed: [RedirectURI] = []
        for text in redirectURIs { parsed.append(try RedirectURI(text)) }
        return parsed
    }

    /// OAuth 2.0 Multiple Response Type Encoding Practices, sections 2 to 5.
    private static let knownResponseTypes: Set<String> = [
        "code", "token", "none", "id_token", "code token", "code id_token", "id_token token", "code id_token token",
    ]

    private func validateGrants() throws(ClientMetadataError) {
        guard responseTypes.contains("code") else { throw ClientMetadataError("response_types", "must contain code") }
        if let other = responseTypes.first(where: { !Self.knownResponseTypes.contains($0) }) {
            throw ClientMetadataError("response_types", "\(other) is no response type")
        }
        guard grantTypes.contains("authorization_code") else {
            throw ClientMetadataError("grant_types", "must contain authorization_code")
        }
        guard Set(grantTypes).count == grantTypes.count else { throw ClientMetadataError("grant_types", "names a grant twice") }
        if let other = grantTypes.first(where: { $0 != "authorization_code" && $0 != "refresh_token" }) {
            throw ClientMetadataError("grant_types", "\(other) is not allowed; authorization_code and refresh_token are")
        }
        guard dpopBoundAccessTokens else { throw ClientMetadataError("dpop_bound_access_tokens", "must be true") }
        if let subjectType, subjectType != "public" { throw ClientMetadataError("subject_type", "must be public or left out") }
    }

    private func validateScope() throws(ClientMetadataError) {
        guard let values = Self.scopeValues(scope) else {
            throw ClientMetadataError("scope", "must be values of printable ASCII without \" and \\, separated by single spaces")
        }
        guard values.contains("atproto") else { throw ClientMetadataError("scope", "must contain atproto") }
        guard Set(values).count == values.count else { throw ClientMetadataError("scope", "names a value twice") }
    }

    private func validateAuthentication() throws(ClientMetadataError) {
        guard jwks == nil || jwksURI == nil else { throw ClientMetadataError("jwks", "and jwks_uri exclude each other") }
        let ids = (jwks?.keys ?? []).compactMap(\.keyID)
        guard Set(ids).count == ids.count else { throw ClientMetadataError("jwks", "two keys have the same kid") }
        let (method, algorithm) = ("token_endpoint_auth_method", "token_endpoint_auth_signing_alg")
        switch authenticationMethod {
        case .some(.none):
            guard tokenEndpointAuthSigningAlg == nil else { throw ClientMetadataError(algorithm, "must be left out with \(method) none") }
        case .privateKeyJWT:
            guard applicationType == .web else { throw ClientMetadataError(method, "of a native client must be none") }
            guard let name = tokenEndpointAuthSigningAlg, name != "none", !name.hasPrefix("HS") else {
                throw ClientMetadataError(algorithm, "must name the algorithm of a public key with private_key_jwt, usually ES256")
            }
            guard jwks?.keys.isEmpty == false || jwksURI != nil else {
                throw ClientMetadataError("jwks", "or jwks_uri must say by which keys a private_key_jwt client is known")
            }
        case nil:
            throw ClientMetadataError(method, "must be none or private_key_jwt; where it is left out, client_secret_basic is meant")
        }
    }

    private func validateRedirects(_ id: ClientID) throws(ClientMetadataError) {
        guard !redirectURIs.isEmpty else { throw ClientMetadataError("redirect_uris", "must name one URI at least") }
        for redirect in try parsedRedirectURIs() {
            switch (redirect, applicationType) {
            case (.https, .web), (.loopback, .native): break
            case (.https(let url, _), .native): try validateOrigin(url, of: redirect, id)
            case (.privateUse(let scheme, _), .native): try validateScheme(scheme, of: redirect, id)
            case (_, .web):
                throw ClientMetadataError("redirect_uris", "\(redirect): a client of application_type web redirects to https only")
            }
        }
    }

    /// A page of somebody else's would get the codes of a client that has no secret to protect them.
    private func validateOrigin(_ url: HTTPURL, of redirect: RedirectURI, _ id: ClientID) throws(ClientMetadataError) {
        guard case .discoverable(let own) = id, own.origin == url.origin else {
            throw ClientMetadataError(
                "redirect_uris", "\(redirect): an https redirect of a native client is at the origin of its client_id")
        }
    }

    /// A server makes the metadata of a loopback client from its id, so what it does not say there is not so.
    private func validateLoopback(_ own: LoopbackClientID) throws(ClientMetadataError) {
        guard authenticationMethod == AuthenticationMethod.none, applicationType == .native else {
            throw ClientMetadataError("application_type", "of a loopback client is native, and its token_endpoint_auth_method none")
        }
        let scopes = Set(Self.scopeValues(own.scope) ?? [])
        if let other = Self.scopeValues(scope)?.first(where: { !scopes.contains($0) }) {
            throw ClientMetadataError("scope", "\(other) is not in the client_id of this loopback client")
        }
        for redirect in try parsedRedirectURIs() where !own.redirectURIs.contains(where: { $0.allows(redirect) }) {
            throw ClientMetadataError("redirect_uris", "\(redirect) is not in the client_id of this loopback client")
        }
    }

    private func validateScheme(_ scheme: String, of redirect: RedirectURI, _ id: ClientID) throws(ClientMetadataError) {
        guard case .discoverable(let url) = id else {
            throw ClientMetadataError("redirect_uris", "\(redirect): a loopback client redirects to 127.0.0.1 or [::1] only")
        }
        let reversed = url.host.split(separator: ".").reversed().joined(separator: ".")
        guard scheme == reversed else {
            throw ClientMetadataError("redirect_uris", "\(redirect): the scheme must be the client_id's host reversed, \(reversed)")
        }
    }

    private func validateLinks(_ id: ClientID) throws(ClientMetadataError) {
        let links = [
            ("jwks_uri", jwksURI), ("client_uri", clientURI), ("logo_uri", logoURI), ("tos_uri", tosURI), ("policy_uri", policyURI),
        ]
        for (field, text) in links {
            guard let text else { continue }
            guard let url = WebURI.web(text) else { throw ClientMetadataError(field, "\(text) is no https URL with a public host name") }
            guard field == "client_uri", case .discoverable(let own) = id else { continue }
            let parent = url.path.hasSuffix("/") ? url.path : url.path + "/"
            guard url.origin == own.origin, own.path == url.path || own.path.hasPrefix(parent) else {
                throw ClientMetadataError(field, "\(text) must be a parent of the client_id, on the same origin")
            }
        }
    }

    /// The values of a scope text (RFC 6749 section 3.3), or nil if it breaks the grammar.
    static func scopeValues(_ text: String) -> [String]? {
        let values = text.split(separator: " ", omittingEmptySubsequences: false)
        let valid = values.allSatisfy { value in
            !value.isEmpty && value.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x22 && $0 != 0x5C }
        }
        return valid ? values.map(String.init) : nil
    }
}
