import Synchronization

extension Grants {
    /// Ends the session of an access token (by its id) or of a refresh token. Does nothing unless `claim` fits the session.
    func revoke(refreshToken: String, accessTokenID: String?, _ claim: TokenClaim) {
        state.withLock { state in
            let id = state.sessionByRefreshToken[refreshToken] ?? accessTokenID.flatMap { state.sessionByAccessTokenID[$0] }
            guard let id, let session = state.sessions[id], session.ending == nil else { return }
            guard session.binding == claim.binding, session.keyThumbprint == claim.keyThumbprint else { return }
            chronicle.record(.revoked, session)
            end(id, cause: "revoked by the client", in: &state)
        }
    }

    /// The user withdrew what they granted, on the server's own pages.
    func endAll(of account: String) -> Int {
        state.withLock { state in
            let living = state.sessions.values.filter { $0.account == account && $0.ending == nil }
            for session in living { end(session.id, cause: "ended by the user", in: &state) }
            return living.count
        }
    }

    /// A dead session keeps its refresh tokens on file, so that using one is still told from nonsense; its access token is forgotten.
    func end(_ id: String, cause: String, in state: inout State) {
        guard let session = state.sessions[id], session.ending == nil else { return }
        state.sessions[id]?.ending = cause
        state.sessionByAccessTokenID[session.accessTokenID] = nil
        chronicle.record(.ended, session, cause: cause)
    }
}
