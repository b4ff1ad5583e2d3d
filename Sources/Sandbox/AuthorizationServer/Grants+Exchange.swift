import Crypto
import FoundationEssentials
import Synchronization

extension Grants {
    /// Exchanges a code. It is spent by every attempt, whether that succeeds or not.
    func exchange(code: String, verifier: String?, redirectURI: String?, _ claim: TokenClaim) throws(GrantRejection) -> Session {
        chronicle.keep(secrets: [verifier])
        let outcome: Result<Session, GrantRejection> = state.withLock { state in
            guard let grant = state.codes[code] else { return .failure(GrantRejection("Invalid code")) }
            guard !grant.isSpent else { return .failure(replayed(grant, in: &state)) }
            state.codes[code]?.isSpent = true
            if let reason = objection(to: grant, verifier, redirectURI, claim) { return .failure(GrantRejection(reason)) }
            return .success(begin(grant, claim, in: &state))
        }
        return try outcome.get()
    }

    private func replayed(_ grant: AuthorizationCode, in state: inout State) -> GrantRejection {
        chronicle.countReplay(ofCode: true)
        if let session = state.sessions[grant.session] {
            chronicle.record(.replayed, session, cause: "code used again")
            end(session.id, cause: "code used again", in: &state)
        }
        return GrantRejection("Code used again; the session issued from it is revoked")
    }

    private func objection(to grant: AuthorizationCode, _ verifier: String?, _ redirectURI: String?, _ claim: TokenClaim) -> String? {
        let request = grant.request
        guard grant.expiresAt > now() else { return "This code has expired" }
        guard request.binding == claim.binding else { return "This code was issued for another client or authentication" }
        guard redirectURI == request.parameters.redirectURI else {
            return "The redirect_uri parameter must match the authorization request"
        }
        guard request.keyThumbprint == nil || request.keyThumbprint == claim.keyThumbprint else {
            return "The DPoP proof does not match the key of the authorization request"
        }
        guard let verifier, (43...128).contains(verifier.utf8.count) else { return "code_verifier is missing or malformed" }
        let challenge = Base64URL.encode(SHA256.hash(data: Data(verifier.utf8)))
        return challenge == request.parameters.codeChallenge ? nil : "Invalid code_verifier"
    }

    private func begin(_ grant: AuthorizationCode, _ claim: TokenClaim, in state: inout State) -> Session {
        let now = now()
        var session = Session(
            id: grant.session, binding: claim.binding, account: grant.account, scope: grant.request.parameters.scope,
            keyThumbprint: claim.keyThumbprint, createdAt: now, accessTokenID: "", accessExpiresAt: now, refreshedAt: now)
        newTokens(&session, refreshes: claim.client.grantTypes.contains("refresh_token"), in: &state)
        chronicle.keep(secrets: [session.refreshToken])
        chronicle.record(.issued, session, issued: session.refreshToken)
        return session
    }
}
