import FoundationEssentials

/// Authenticates clients at the PAR, token and revocation endpoints (RFC 7523 for `private_key_jwt`).
struct ClientAuthenticator: Sendable {
    static let assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    /// Assertions may be a minute old. There is no tolerance for the future, although clocks differ: production servers have none.
    private static let maximumAge = 60.0

    private let clients: ClientDirectory
    private let replays: ReplayCache
    private let now: @Sendable () -> Date

    init(clients: ClientDirectory, now: @escaping @Sendable () -> Date) {
        self.clients = clients
        self.now = now
        replays = ReplayCache(lifetime: 2 * Self.maximumAge, now: now)
    }

    /// - Throws: `OAuthError`, with `invalid_client_metadata`, `invalid_client` or `invalid_request`.
    func authenticate(_ form: FormFields, issuer: String, proof: Proof?) async throws -> (client: Client, binding: ClientBinding) {
        guard let id = form["client_id"], !id.isEmpty else { throw OAuthError(.invalidRequest, "client_id is missing") }
        let client: Client
        do { client = try await clients.client(id) } catch { throw error.oauthError }
        guard case .privateKeyJWT(let algorithm, let source) = client.authentication else {
            guard form["client_assertion"] == nil else { throw OAuthError(.invalidClient, "This client must not send an assertion") }
            return (client, ClientBinding(clientID: id, key: nil))
        }
        guard form["client_assertion_type"] == Self.assertionType, let assertion = form["client_assertion"].flatMap(CompactJWS.init) else {
            throw OAuthError(.invalidClient, "This client must authenticate with private_key_jwt")
        }
        let keys: [JSON]
        do { keys = try await clients.keys(source) } catch { throw error.oauthError }
        let key = try verify(assertion, clientID: id, issuer: issuer, algorithm: algorithm, keys: keys)
        guard key.thumbprint != proof?.keyThumbprint else {
            throw OAuthError(.invalidRequest, "The DPoP proof must be signed with a different key than the client assertion")
        }
        return (client, ClientBinding(clientID: id, key: key))
    }

    private func verify(
        _ assertion: CompactJWS, clientID: String, issuer: String, algorithm: String, keys: [JSON]
    ) throws(OAuthError) -> ClientBinding.Key {
        guard let kid = assertion.header["kid"]?.string, let jwk = keys.first(where: { $0["kid"]?.string == kid }) else {
            throw OAuthError(.invalidClient, "The assertion's kid is not in the client's key set")
        }
        guard assertion.header["alg"]?.string == algorithm, let key = VerificationKey(jwk), assertion.isSigned(by: key) else {
            throw OAuthError(.invalidClient, "The assertion's signature does not verify with \(algorithm)")
        }
        try checkClaims(assertion.payload, clientID: clientID, issuer: issuer)
        return ClientBinding.Key(id: kid, algorithm: algorithm, thumbprint: key.thumbprint)
    }

    private func checkClaims(_ claims: JSON, clientID: String, issuer: String) throws(OAuthError) {
        guard claims["iss"]?.string == clientID, claims["sub"]?.string == clientID else {
            throw OAuthError(.invalidClient, "The assertion's iss and sub must be the client_id")
        }
        guard claims["aud"]?.string == issuer || claims["aud"]?.strings?.contains(issuer) == true else {
            throw OAuthError(.invalidClient, "The assertion's aud must be the issuer \(issuer)")
        }
        let now = now().timeIntervalSince1970.rounded(.down)
        guard let issuedAt = claims["iat"]?.double, issuedAt <= now, now - issuedAt <= Self.maximumAge else {
            throw OAuthError(.invalidClient, "The assertion's iat must be at most 60 seconds old and not in the future")
        }
        guard let expiry = claims["exp"]?.double, expiry > now else { throw OAuthError(.invalidClient, "The assertion has expired") }
        guard let identifier = claims["jti"]?.string, replays.claim("\(clientID) \(identifier)") else {
            throw OAuthError(.invalidClient, "The assertion's jti was missing or used before")
        }
    }
}
