import HTTPTypes

/// What the forms of the authorization pages post to.
struct AuthorizeForms: Sendable {
    let world: World

    func signIn(_ exchange: Exchange) async throws -> Answer {
        try await handle(exchange) { visit, form in
            let username = form["username"] ?? ""
            guard let account = world.accounts.signIn(username, password: form["password"] ?? "") else {
                let problem = "Wrong handle or password"
                return world.pages.signIn(visit.request, device: visit.device, accounts: [], problem: problem, username: username).answer
            }
            return signedIn(account, visit)
        }
    }

    func signUp(_ exchange: Exchange) async throws -> Answer {
        try await handle(exchange) { visit, form in
            let username = form["username"] ?? ""
            do {
                let account = try world.accounts.add(SandboxAccount(handle: username, password: form["password"] ?? ""))
                return signedIn(account, visit)
            } catch {
                return world.pages.signUp(visit.request, device: visit.device, problem: "\(error)", username: username).answer
            }
        }
    }

    /// One of the accounts that this browser signed in with before.
    func select(_ exchange: Exchange) async throws -> Answer {
        try await handle(exchange) { visit, form in
            let known = world.devices.accounts(on: visit.device)
            guard visit.request.parameters.prompt != .login, let did = form["account"], known.contains(did),
                let account = world.accounts[did]
            else { throw PageProblem(reason: "This browser is not signed in to that account.") }
            return signedIn(account, visit)
        }
    }

    func consent(_ exchange: Exchange) async throws -> Answer {
        try await handle(exchange) { visit, form in
            guard let account = visit.request.account.flatMap({ world.accounts[$0] }) else {
                throw PageProblem(reason: "Nobody has signed in for this request.")
            }
            let decision = AuthorizationDecision(world: world)
            switch form["decision"] {
            case "accept": return decision.accept(visit, account)
            case "reject": return decision.reject(visit)
            default: throw PageProblem(reason: "The form lacks a decision.")
            }
        }
    }

    private func signedIn(_ account: Account, _ visit: AuthorizationVisit) -> Answer {
        world.devices.signedIn(account.did, on: visit.device)
        world.requests.signedIn(account.did, for: visit.request.uri)
        return .seeOther("/oauth/authorize?\(world.pages.query(visit.request))")
    }

    private func handle(_ exchange: Exchange, _ body: (AuthorizationVisit, FormFields) throws -> Answer) async throws -> Answer {
        let form = try await OAuthForm.read(exchange)
        switch try AuthorizationVisit.open(exchange, form, world) {
        case .turnedAway(let answer): return answer
        case .visit(let visit):
            // Pages send no referrer, so browsers call their origin null; what they do say truthfully is whether the site is another.
            guard form["csrf_token"] == world.pages.csrfToken(visit.request, device: visit.device),
                ["same-origin", "none", nil].contains(exchange.headers[.fetchSite])
            else { throw PageProblem(reason: "This form was not made for this browser. Start again from the application.") }
            return visit.answer(try body(visit, form))
        }
    }
}
