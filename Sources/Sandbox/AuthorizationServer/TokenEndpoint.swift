import FoundationEssentials
import HTTPTypes

/// `POST /oauth/token` (RFC 6749 §4.1.3 and §6), with the knobs that make it misbehave.
struct TokenEndpoint: Sendable {
    let world: World

    func answer(_ exchange: Exchange) async throws -> Answer {
        let form = try await OAuthForm.read(exchange)
        let proof = try world.verifyProof(exchange)
        let (client, binding) = try await world.authenticator.authenticate(form, issuer: world.issuer, proof: proof)
        guard let proof else { throw OAuthError(.invalidDPoPProof, "DPoP proof required") }
        try await pause(world.knobs.current.latencyBeforeIssue)
        await world.knobs.passHold(.beforeIssue)
        let session = try issue(form, TokenClaim(binding: binding, client: client, keyThumbprint: proof.keyThumbprint))
        let answer = try body(session)
        try await pause(world.knobs.current.latencyAfterIssue)
        await world.knobs.passHold(.afterIssue)
        if world.knobs.take(\.dropTokenResponses) {
            world.chronicle.record(.dropped, session, issued: session.refreshToken)
            throw ConnectionDropped()
        }
        return answer
    }

    private func issue(_ form: FormFields, _ claim: TokenClaim) throws -> Session {
        do {
            switch form["grant_type"] {
            case "authorization_code":
                return try world.grants.exchange(
                    code: form["code"] ?? "", verifier: form["code_verifier"], redirectURI: form["redirect_uri"], claim)
            case "refresh_token":
                return try refresh(form["refresh_token"] ?? "", claim)
            default:
                throw GrantRejection("Grant type \"\(form["grant_type"] ?? "")\" is not supported")
            }
        } catch let rejection as GrantRejection {
            throw OAuthError(.invalidGrant, rejection.reason)
        }
    }

    private func refresh(_ token: String, _ claim: TokenClaim) throws -> Session {
        if world.knobs.take(\.refuseRefreshes) {
            let knobs = world.knobs.current
            world.grants.refuse(token)
            throw OAuthError(code: knobs.refusalError, "Refused because a knob says so", status: .init(code: knobs.refusalStatus))
        }
        return try world.grants.refresh(token, claim)
    }

    private func body(_ session: Session) throws -> Answer {
        let token = try world.tokens.mint(session, issuer: world.issuer, audience: world.audience)
        world.chronicle.keep(secrets: [token])
        let lifetime = session.accessExpiresAt.timeIntervalSince(session.refreshedAt)
        var body: [String: JSON] = [
            "access_token": .string(token), "token_type": "DPoP", "scope": .string(session.scope), "sub": .string(session.account),
            // Whole seconds, and never zero: clients refuse that, while a server that says one second too many is only early to forget.
            "expires_in": .integer(max(1, Int64(lifetime))),
        ]
        if let refreshToken = session.refreshToken { body["refresh_token"] = .string(refreshToken) }
        return .json(.object(body))
    }

    private func pause(_ seconds: Double) async throws {
        if seconds > 0 { try await Task.sleep(for: .seconds(seconds)) }
    }
}
