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
    /// Lets another process that spent the token finish, where the lock did not keep it out; nil where it did.
    let awaitOthers: (@Sendable () async -> Void)?
    let now: @Sendable () -> Date
    private let resting = RestingServers()

    func rotate(_ session: Session) async throws -> Session {
        let sub = session.sub
        guard let token = session.tokenSet.refreshToken else { throw TokenRefreshError(sub, .noRefreshToken) }
        if case .retried = session.rotation { throw await end(session, .answersLost, []) }
        do throws(ServerRestingError) { try resting.check(session, at: now()) } catch {
            throw TokenRefreshError(sub, .unavailable, cause: error)
        }
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
        } catch let refusal as TokenResponse.Refusal {
            resting.note(refusal.error, session, at: now())
            return try await settle(session, after: refusal, server)
        } catch {
            resting.note(error, session, at: now())
            return try await settle(session, after: error)
        }
        resting.noteAnswer(session)
        return try await keep(response, of: session, server, audience)
    }

    private func approached(_ session: Session) async throws -> (server: AuthorizationServer, audience: HTTPURL) {
        do {
            return try await approach(session)
        } catch let error as OAuthIssuerError {
            throw await end(session, .issuerChanged, [error])
        } catch {
            resting.note(error, session, at: now())
            throw TokenRefreshError(session.sub, .unavailable, cause: error)
        }
    }

    private func keep(
        _ response: TokenResponse, of session: Session, _ server: AuthorizationServer, _ audience: HTTPURL
    ) async throws -> Session {
        let old = session.tokenSet
        guard response.sub == nil || response.sub == session.sub else {
            let stranger = OAuthIssuerError(session.sub, "a refresh brought tokens of another account")
            throw await discard(response.refreshToken ?? response.accessToken, of: session, server, .issuerChanged, stranger)
        }
        let renewed = session.with(
            TokenSet(
                issuer: old.issuer, sub: session.sub, audience: audience, scope: response.scope ?? old.scope,
                refreshToken: response.refreshToken ?? old.refreshToken, accessToken: response.accessToken, expiresAt: response.expiresAt))
        do {
            try await store.set(renewed)
        } catch {
            throw await discard(renewed.tokenSet.refreshToken ?? response.accessToken, of: session, server, .notStored, error)
        }
        measure(session.sub, response.receivedAt.duration(to: .now))
        notify(.updated(session: renewed))
        let lost = session.lost(in: renewed)
        if !lost.isEmpty { notify(.narrowed(session: renewed, lost: lost)) }
        return renewed
    }

    /// Keeps the refresh token of an answer that is of no other use: the one that was sent is spent, and to send it again would end the
    /// session.
    private func settle(_ session: Session, after refusal: TokenResponse.Refusal, _ server: AuthorizationServer) async throws -> Session {
        guard let token = refusal.refreshToken else { return try await settle(session, after: refusal.error) }
        do {
            try await store.set(session.with(session.tokenSet.with(refreshToken: token)))
        } catch {
            throw await discard(token, of: session, server, .notStored, error)
        }
        throw TokenRefreshError(session.sub, .unavailable, cause: refusal.error)
    }

    /// Decides what a refresh that brought no tokens has done to the session.
    private func settle(_ session: Session, after error: any Error) async throws -> Session {
        switch RefreshFailure(error) {
        case .invalidGrant:
            return try await adopt(session, insteadOf: error)
        case .notRotated:
            // If this is not stored, the mark stays, which says less than we know but nothing wrong.
            try? await store.set(session)
            throw TokenRefreshError(session.sub, .unavailable, cause: error)
        case .unclear:
            // Whoever answers is there to be asked again: only silence uses the second try up.
            if session.rotation.isAmbiguous { try? await store.set(session) }
        case .lost:
            break
        }
        notify(.ambiguous(sub: session.sub))
        throw TokenRefreshError(session.sub, .ambiguous, cause: error)
    }

    /// The tokens that another process got, with the same store but without our lock. Where there are none, the session ends.
    private func adopt(_ session: Session, insteadOf error: any Error) async throws -> Session {
        await awaitOthers?()
        guard let other = try await store.session(of: session.sub) else {
            throw TokenRefreshError(session.sub, .noSession, cause: error)
        }
        let (ours, theirs) = (session.tokenSet, other.tokenSet)
        if theirs.id != ours.id || theirs.refreshToken != ours.refreshToken { return other }
        throw await end(session, .refused, [error])
    }

    /// Ends a session whose new tokens cannot be used: they are better dead than alive and unknown.
    private func discard(
        _ token: SecretString, of session: Session, _ server: AuthorizationServer, _ reason: TokenRefreshError.Reason, _ cause: any Error
    ) async -> TokenRefreshError {
        var causes = [cause]
        do { try await server.revoke(token) } catch { causes.append(error) }
        return await end(session, reason, causes)
    }

    private func end(_ session: Session, _ reason: TokenRefreshError.Reason, _ causes: [any Error]) async -> TokenRefreshError {
        let error = TokenRefreshError(session.sub, reason, cause: CompoundError.joining(causes))
        do {
            try await store.delete(session.sub, cause: error)
        } catch let storeError {
            return TokenRefreshError(session.sub, reason, cause: CompoundError.joining(causes + [storeError]))
        }
        notify(.deleted(sub: session.sub, cause: error))
        return error
    }
}
