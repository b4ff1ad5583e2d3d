import ATProtoIdentity
import ATProtoSyntax
import FoundationEssentials
import JOSE

extension OAuthClient {
    /// Completes a login with what the browser brought back.
    ///
    /// A caller who leaves does not stop the exchange: a code is good once.
    /// - Parameters:
    ///   - params: the parameters of the query, fragment or form, depending on the response mode.
    ///   - redirectURI: where they arrived, if the caller wants that compared with where the login was to end.
    /// - Returns: the session, and the application's own state.
    /// - Throws: ``OAuthCallbackError``; its `cause` tells what lies beneath.
    public func callback(
        _ params: FormParameters, redirectURI: String? = nil
    ) async throws -> (session: OAuthSession, state: String?) {
        guard params["response"] == nil else { throw OAuthCallbackError(params, "JWT-secured responses (JARM) are not supported") }
        guard let key = params["state"] else { throw OAuthCallbackError(params, "the parameter state is missing") }
        return try await Task {
            guard let state = try await options.stateStore.take(key) else {
                throw OAuthCallbackError(params, "state matches no login that is waiting; it may have been used or be over an hour old")
            }
            do {
                let code = try check(params, state, redirectURI)
                return (session: try await complete(state, code, params["iss"]), state: state.appState)
            } catch let error as OAuthCallbackError {
                throw error
            } catch {
                throw OAuthCallbackError(params, state: state.appState, "\(error)", cause: error)
            }
        }.value
    }

    private func check(
        _ params: FormParameters, _ state: AuthorizationState, _ redirectURI: String?
    ) throws(OAuthCallbackError) -> SecretString {
        func refuse(_ reason: String) -> OAuthCallbackError { OAuthCallbackError(params, state: state.appState, reason) }
        guard state.createdAt.addingTimeInterval(3600) > options.runtimeImplementation.now() else {
            throw refuse("the login began more than an hour ago; begin again")
        }
        if let error = params["error"] { throw refuse(params["error_description"] ?? error) }
        guard let code = params["code"] else { throw refuse("the parameter code is missing") }
        if let redirectURI, redirectURI != state.redirectURI { throw refuse("the login was to end at \(state.redirectURI)") }
        return SecretString(code)
    }

    private func complete(_ state: AuthorizationState, _ code: SecretString, _ iss: String?) async throws -> OAuthSession {
        let metadata = try await authority.servers.server(state.issuer)
        // RFC 9207 section 2.4: without this, one server could pass a code of another's to us.
        if let iss {
            guard iss == metadata.issuer.description else { throw OAuthIssuerError(state.sub, "iss is not the server the login began at") }
        } else if metadata.sendsIssuer {
            throw OAuthIssuerError(state.sub, "iss is missing, though the server says that it sends it")
        }
        let server = server(metadata, state.authentication, state.dpopKey)
        let redirectURI = try RedirectURI(state.redirectURI, field: "redirect_uri")
        let response: TokenResponse
        do {
            response = try await server.exchange(code: code, verifier: state.verifier, redirectURI: redirectURI)
        } catch let refusal as TokenResponse.Refusal {
            if let token = refusal.refreshToken ?? refusal.accessToken { try? await server.revoke(token) }
            throw refusal.error
        }
        do {
            let session = try await accept(response, state)
            try await begin(session)
            return OAuthSession(client: self, sub: session.sub)
        } catch {
            // Tokens nobody will use must not stay alive; that the login failed is what the caller needs to know.
            try? await server.revoke(response.refreshToken ?? response.accessToken)
            throw error
        }
    }

    private func accept(_ response: TokenResponse, _ state: AuthorizationState) async throws -> Session {
        guard let sub = response.sub else { throw MalformedResponseError("token_endpoint", "sub is missing") }
        guard let scope = response.scope else { throw MalformedResponseError("token_endpoint", "scope is missing") }
        guard state.sub == nil || state.sub == sub else {
            throw OAuthIssuerError(sub, "is who signed in, but the login began for \(state.sub?.description ?? "another account")")
        }
        let (_, audience) = try await authority.confirm(state.issuer, speaksFor: sub)
        return Session(
            dpopKey: state.dpopKey, authentication: state.authentication,
            tokenSet: TokenSet(
                issuer: state.issuer, sub: sub, audience: audience, scope: scope, refreshToken: response.refreshToken,
                accessToken: response.accessToken, expiresAt: response.expiresAt), createdAt: options.runtimeImplementation.now(),
            requestedScope: state.scope)
    }

    /// Puts a new session in place of the account's former one, which is then signed out.
    private func begin(_ session: Session) async throws {
        let former = try await keeper.exclusively(session.sub) {
            let former = try? await self.keeper.stored(session.sub)
            try await self.options.sessionStore.set(session)
            if former != nil { self.events.send(.deleted(sub: session.sub, cause: TokenRevokedError(session.sub))) }
            self.events.send(.updated(session: session))
            return former
        }
        // The new session is what everybody waits for; a server that is slow to forget the former one keeps nobody from it, and is told
        // even if the caller leaves.
        if let former { Task { await self.revokeTokens(of: former) } }
    }
}
