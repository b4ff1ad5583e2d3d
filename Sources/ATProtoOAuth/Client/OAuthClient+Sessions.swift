public import ATProtoSyntax
import FoundationEssentials

extension OAuthClient {
    /// A session of an account that signed in before.
    /// - Parameters:
    ///   - sub: the account.
    ///   - refresh: whether its tokens are renewed first. With live tokens no network is needed.
    /// - Throws: ``TokenRefreshError`` if there is no session, it ended, or it could not be refreshed.
    public func restore(_ sub: DID, refresh: RefreshMode = .auto) async throws -> OAuthSession {
        _ = try await session(of: sub, refresh)
        return OAuthSession(client: self, sub: sub)
    }

    /// Signs an account out: its tokens are revoked, its session forgotten. An account without a session is signed out already.
    ///
    /// The session is forgotten even if the server could not be told; the result says so.
    /// - Throws: the session store's error if the session could not be forgotten.
    @discardableResult
    public func revoke(_ sub: DID) async throws -> Revocation {
        // A caller who leaves must not stop half way between server and store.
        try await Task {
            try await keeper.exclusively(sub) {
                guard let session = try await self.options.sessionStore.session(of: sub) else { return .nothingToRevoke }
                let outcome = await self.revokeTokens(of: session)
                let cause = TokenRevokedError(sub)
                try await self.options.sessionStore.delete(sub, cause: cause)
                self.events.send(.deleted(sub: sub, cause: cause))
                return outcome
            }
        }.value
    }

    func session(of sub: DID, _ refresh: RefreshMode) async throws -> Session {
        switch refresh {
        case .never: try await keeper.session(of: sub, .any)
        case .auto: try await keeper.session(of: sub, .fresh)
        // Whoever asks while a rotation is under way gets its outcome: that is newer than what there was.
        case .always: try await keeper.session(of: sub, .other(than: keeper.stored(sub).tokenSet.id))
        }
    }

    /// Revokes the refresh token, then the access token, for servers that do not end one with the other.
    func revokeTokens(of session: Session) async -> Revocation {
        do {
            let metadata = try await authority.servers.server(session.tokenSet.issuer)
            guard metadata.revocationEndpoint != nil else {
                return .localOnly(reason: "the server has no revocation endpoint", accessTokenEndsAt: session.tokenSet.expiresAt)
            }
            let server = server(metadata, session.authentication, session.dpopKey)
            // A server that refuses to forget one of them may still forget the other.
            var failure: (any Error)?
            for token in [session.tokenSet.refreshToken, session.tokenSet.accessToken].compactMap(\.self) {
                do { try await server.revoke(token) } catch let error { failure = failure ?? error }
            }
            if let failure { throw failure }
            return .revoked
        } catch {
            return .localOnly(reason: "\(error)", accessTokenEndsAt: session.tokenSet.expiresAt)
        }
    }
}
