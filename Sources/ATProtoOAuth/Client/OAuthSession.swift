public import ATProtoSyntax

/// A signed-in account. It holds no tokens: each call uses the newest there are.
public struct OAuthSession: Sendable {
    let client: OAuthClient
    /// The account.
    public let sub: DID

    /// The account; the reference client's name for ``sub``.
    public var did: DID { sub }

    /// The metadata of the authorization server that issued the session.
    /// - Throws: ``TokenRefreshError`` if the session is gone, ``OAuthResolverError`` if the server does not answer.
    public var serverMetadata: AuthorizationServerMetadata {
        get async throws { try await client.authority.servers.server(client.keeper.stored(sub).tokenSet.issuer) }
    }

    /// What may be known about the access token.
    /// - Throws: ``TokenRefreshError``.
    public func getTokenInfo(_ refresh: RefreshMode = .auto) async throws -> TokenInfo {
        TokenInfo(try await client.session(of: sub, refresh), at: client.options.runtimeImplementation.now())
    }

    /// Revokes the session's tokens and forgets the session; see ``OAuthClient/revoke(_:)``.
    @discardableResult
    public func signOut() async throws -> Revocation { try await client.revoke(sub) }
}
