/// `POST /oauth/revoke` (RFC 7009). Whatever the token, the answer is 200: it must not tell what is a token and what is not.
struct RevocationEndpoint: Sendable {
    let world: World

    func answer(_ exchange: Exchange) async throws -> Answer {
        let form = try await OAuthForm.read(exchange)
        do {
            try await revoke(form, exchange)
        } catch let error as OAuthError where error.code == OAuthError.Code.useDPoPNonce.rawValue {
            // The one error that is let through: a client whose nonce is stale could otherwise never know that nothing was revoked.
            throw error
        } catch is OAuthError {}
        return .json([:])
    }

    private func revoke(_ form: FormFields, _ exchange: Exchange) async throws {
        guard let proof = try world.verifyProof(exchange), let token = form["token"] else { return }
        let (client, binding) = try await world.authenticator.authenticate(form, issuer: world.issuer, proof: proof)
        let claim = TokenClaim(binding: binding, client: client, keyThumbprint: proof.keyThumbprint)
        world.grants.revoke(refreshToken: token, accessTokenID: world.tokens.read(token)?.id, claim)
    }
}
