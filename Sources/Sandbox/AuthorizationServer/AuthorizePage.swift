/// `GET /oauth/authorize`: decides which page comes next, as `prompt` and the browser's earlier sign-ins demand.
struct AuthorizePage: Sendable {
    let world: World

    func answer(_ exchange: Exchange) async throws -> Answer {
        if !world.configuration.takesPushedRequests, exchange.query["request_uri"] == nil {
            return try await PlainAuthorizationRequest(world: world).answer(exchange)
        }
        switch try AuthorizationVisit.open(exchange, exchange.query, world) {
        case .turnedAway(let answer): return answer
        case .visit(let visit):
            if exchange.query["switch"] != nil {
                world.requests.signedIn(nil, for: visit.request.uri)
                return visit.answer(signInPage(visit).answer)
            }
            return visit.answer(visit.request.parameters.prompt == AuthorizationParameters.Prompt.none ? silent(visit) : next(visit))
        }
    }

    private func next(_ visit: AuthorizationVisit) -> Answer {
        let request = visit.request
        if let account = request.account.flatMap({ world.accounts[$0] }) { return consent(visit, account) }
        switch request.parameters.prompt {
        case .create: return world.pages.signUp(request, device: visit.device).answer
        case .login, .selectAccount: return signInPage(visit).answer
        case .consent, .none?, nil: break
        }
        guard let account = hinted(visit) else { return signInPage(visit).answer }
        world.requests.signedIn(account.did, for: request.uri)
        return consent(visit, account)
    }

    /// OpenID Connect Core §3.1.2.1: with `prompt=none` no page is shown, whatever happens.
    private func silent(_ visit: AuthorizationVisit) -> Answer {
        let accounts = accounts(visit)
        let account = visit.request.parameters.loginHint == nil && accounts.count == 1 ? accounts.first : hinted(visit)
        guard let account else {
            return accounts.count > 1 && visit.request.parameters.loginHint == nil
                ? finish(visit, .accountSelectionRequired, "Several accounts are signed in")
                : finish(visit, .loginRequired, "Nobody is signed in")
        }
        guard hasConsented(visit, account) else { return finish(visit, .consentRequired, "The user has not consented to this") }
        return AuthorizationDecision(world: world).accept(visit, account)
    }

    private func finish(_ visit: AuthorizationVisit, _ code: OAuthError.Code, _ description: String) -> Answer {
        _ = world.requests.finish(visit.request.uri)
        return AuthorizationResponse.error(code, description, visit.request, issuer: world.issuer)
    }

    /// Consent is remembered for confidential clients only: nobody can tell one public client from another that uses its id.
    private func consent(_ visit: AuthorizationVisit, _ account: Account) -> Answer {
        if visit.request.parameters.prompt != .consent, visit.request.client.isConfidential, hasConsented(visit, account) {
            return AuthorizationDecision(world: world).accept(visit, account)
        }
        return world.pages.consent(visit.request, device: visit.device, account: account).answer
    }

    private func hasConsented(_ visit: AuthorizationVisit, _ account: Account) -> Bool {
        world.devices.hasConsented(account.did, to: visit.request.client.id, scopes: visit.request.parameters.scopes)
    }

    private func hinted(_ visit: AuthorizationVisit) -> Account? {
        guard let account = visit.request.parameters.loginHint.flatMap({ world.accounts[$0] }) else { return nil }
        return world.devices.accounts(on: visit.device).contains(account.did) ? account : nil
    }

    private func accounts(_ visit: AuthorizationVisit) -> [Account] {
        world.devices.accounts(on: visit.device).compactMap { world.accounts[$0] }
    }

    private func signInPage(_ visit: AuthorizationVisit) -> Page {
        // After prompt=login an earlier sign-in counts for nothing.
        let accounts = visit.request.parameters.prompt == .login ? [] : accounts(visit)
        return world.pages.signIn(visit.request, device: visit.device, accounts: accounts)
    }
}
