import ATProtoOAuth
import ATProtoSyntax
import JOSE

extension Session {
    /// The same session with other tokens.
    func changing(sub: DID? = nil, refreshToken: SecretString?? = nil, rotation: Rotation = .settled) -> Session {
        Session(
            dpopKey: dpopKey, authentication: authentication,
            tokenSet: TokenSet(
                issuer: tokenSet.issuer, sub: sub ?? self.sub, audience: tokenSet.audience, scope: tokenSet.scope,
                refreshToken: refreshToken ?? tokenSet.refreshToken, accessToken: tokenSet.accessToken, expiresAt: tokenSet.expiresAt),
            rotation: rotation, createdAt: createdAt)
    }
}
