import HTTPTypes

/// `POST /oauth/par` (RFC 9126).
struct PushedAuthorizationEndpoint: Sendable {
    let world: World

    func answer(_ exchange: Exchange) async throws -> Answer {
        let form = try await OAuthForm.read(exchange)
        let proof = try world.verifyProof(exchange)
        let (client, binding) = try await world.authenticator.authenticate(form, issuer: world.issuer, proof: proof)
        guard form["request_uri"] == nil else { throw OAuthError(.invalidRequest, "request_uri is not allowed here") }
        let parameters = try AuthorizationParameters(form, client: client)
        let thumbprint = form["dpop_jkt"]
        guard thumbprint == nil || proof == nil || thumbprint == proof?.keyThumbprint else {
            throw OAuthError(.invalidRequest, "dpop_jkt does not match the DPoP proof")
        }
        let uri = try world.requests.push(client, binding, parameters, key: proof?.keyThumbprint ?? thumbprint)
        // A second less than it is, as the reference server says, so that no client comes at the last instant.
        return .json(["request_uri": .string(uri), "expires_in": .integer(Int64(AuthorizationRequest.lifetime) - 1)], status: .created)
    }
}
