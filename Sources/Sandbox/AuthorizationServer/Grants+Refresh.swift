import Synchronization

extension Grants {
    /// Rotates a session's tokens. The old access token stops at once. Whoever fails here, other than with an unknown token, ends the session:
    /// a token in the wrong hands must not stay useful to anyone.
    func refresh(_ token: String, _ claim: TokenClaim) throws(GrantRejection) -> Session {
        let outcome: Result<Session, GrantRejection> = state.withLock { state in
            guard let id = state.sessionByRefreshToken[token], var session = state.sessions[id] else {
                return .failure(GrantRejection("Invalid refresh token"))
            }
            if let reason = objection(to: session, token, claim) {
                end(id, cause: reason, in: &state)
                return .failure(GrantRejection(reason))
            }
            let withheld = knobs.current.withheldScopes
            session.scope = session.scope.split(separator: " ").filter { !withheld.contains(String($0)) }.joined(separator: " ")
            newTokens(&session, refreshes: true, in: &state)
            chronicle.keep(secrets: [session.refreshToken])
            chronicle.record(.rotated, session, used: token, issued: session.refreshToken)
            return .success(session)
        }
        return try outcome.get()
    }

    /// Refuses as a knob says, spending nothing.
    func refuse(_ token: String) {
        let session = state.withLock { state in state.sessionByRefreshToken[token].flatMap { state.sessions[$0] } }
        if let session { chronicle.record(.refused, session, used: token) }
    }

    private func objection(to session: Session, _ token: String, _ claim: TokenClaim) -> String? {
        guard session.refreshToken == token else {
            chronicle.countReplay(ofCode: false)
            chronicle.record(.replayed, session, used: token)
            return "Refresh token replayed"
        }
        guard session.ending == nil else { return "The session has ended" }
        guard session.binding == claim.binding else { return "Token was issued to another client or authentication" }
        guard session.keyThumbprint == claim.keyThumbprint else { return "DPoP proof does not match the session's key" }
        return session.isExpired(at: now(), lifetime: knobs.current.sessionLifetime) ? "Session expired" : nil
    }
}
