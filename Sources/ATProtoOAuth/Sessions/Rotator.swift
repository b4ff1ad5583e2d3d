import ATProtoIdentity
import ATProtoSyntax
import FoundationEssentials
import JOSE

/// Spends a refresh token, so that after a crash at any point the session is whole or known to be ambiguous.
///
/// The order is the point: everything that can fail without harm comes before the request, the intent is durable before the request
/// leaves, the new tokens are durable before anyone sees them. It runs under the account's lock.
struct Rotator: Sendable {
    let store: any SessionStore
    /// Finds the session's authorization server afresh and makes sure that it still speaks for the account.
    let approach: @Sendable (Session) async throws -> (server: AuthorizationServer, audience: HTTPURL)
    let notify: @Sendable (SessionEvent) -> Void
    /// Takes how long the new tokens were on this side, and could have been lost with the process.
    let measure: @Sendable (DID, Duration) -> Void
    let now: @Sendable () -> Date

    func rotate(_ session: Session) async throws -> Session {
        let sub = session.sub
        guard let token = session.tokenSet.refreshToken else { throw TokenRefreshError(sub, .noRefreshToken) }
        if case .retried = session.rotation { throw await end(session, .answersLost, nil) }
        let (server, audience) = try await approached(session)
        let mark: Rotation = session.rotation.isAmbiguous ? .retried(at: now()) : .begun(at: now())
        do {
            try await store.set(session.with(mark))
        } catch {
            // Without the intent on disk nothing may leave; the access token serves on.
            throw TokenRefreshError(sub, .unavailable, cause: error)
        }
        let response: TokenResponse
        do {
            response = try await server.refresh(token)
        } catch {
            return try await settle(session, after: error)
        }
        return try await keep(response, of: session, server, audience)
    }

    private func approached(_ session: Session) async throws -> (server: AuthorizationServer, audience: HTTPURL) {
        do {
            return try await approach(session)
        } catch let error as OAuthIssuerError {
            throw await end(session, .issuerChanged, error)
        } catch {
            throw TokenRefreshError(session.sub, .unavailable, cause: error)
        }
    }

    private func keep(
        _ response: TokenResponse, of session: Session, _ server: AuthorizationServer, _ audience: HTTPURL
    ) async throws -> Session {
        let old = session.tokenSet
        guard response.sub == nil || response.sub == session.sub else {
            try? await server.revoke(response.refreshToken ?? response.accessToken)
            throw await end(session, .issuerChanged, OAuthIssuerError(session.sub, "a refresh brought tokens of another account"))
        }
        let renewed = session.with(
            TokenSet(
                issuer: old.issuer, sub: session.sub, audience: audience, scope: response.scope ?? old.scope,
                refreshToken: response.refreshToken ?? old.refreshToken, accessToken: response.accessToken, expiresAt: response.expiresAt))
        do {
            try await store.set(renewed)
        } catch {
            // Tokens that would be lost with this process are better dead than alive and unknown.
            try? await server.revoke(renewed.tokenSet.refreshToken ?? response.accessToken)
            throw await end(session, .notStored, error)
        }
        measure(session.sub, response.receivedAt.duration(to: .now))
        notify(.updated(session: renewed))
        let lost = session.lost(in: renewed)
        if !lost.isEmpty { notify(.narrowed(session: renewed, lost: lost)) }
        return renewed
    }

    /// Decides what a refresh that brought no tokens has done to the session.
    private func settle(_ session: Session, after error: any Error) async throws -> Session {
        switch RefreshFailure(error) {
        case .invalidGrant:
            // Another process may have rotated, or signed out, with the same store but without our lock.
            guard let other = try await store.session(of: session.sub) else {
                throw TokenRefreshError(session.sub, .noSession, cause: error)
            }
            if other.tokenSet.id != session.tokenSet.id { return other }
            throw await end(session, .refused, error)
        case .notRotated:
            // If this is not stored, the mark stays, which says less than we know but nothing wrong.
            try? await store.set(session)
            throw TokenRefreshError(session.sub, .unavailable, cause: error)
        case .unknown:
            notify(.ambiguous(sub: session.sub))
            throw TokenRefreshError(session.sub, .ambiguous, cause: error)
        }
    }

    private func end(_ session: Session, _ reason: TokenRefreshError.Reason, _ cause: (any Error)?) async -> TokenRefreshError {
        let error = TokenRefreshError(session.sub, reason, cause: cause)
        do {
            try await store.delete(session.sub, cause: error)
        } catch let storeError {
            return TokenRefreshError(session.sub, reason, cause: CompoundError([cause, storeError].compactMap(\.self)))
        }
        notify(.deleted(sub: session.sub, cause: error))
        return error
    }
}
