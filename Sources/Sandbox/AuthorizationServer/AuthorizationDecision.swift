/// The end of an authorization request: a code, or the user's refusal.
struct AuthorizationDecision: Sendable {
    let world: World

    func accept(_ visit: AuthorizationVisit, _ account: Account) -> Answer {
        guard let request = world.requests.finish(visit.request.uri) else {
            return PageProblem(reason: "This request was used before.").answer
        }
        world.devices.consented(account.did, to: request.client.id, scopes: request.parameters.scopes)
        let code = world.grants.issueCode(for: request, account: account.did)
        return AuthorizationResponse.code(code, request, issuer: world.issuer)
    }

    func reject(_ visit: AuthorizationVisit) -> Answer {
        guard let request = world.requests.finish(visit.request.uri) else {
            return PageProblem(reason: "This request was used before.").answer
        }
        return AuthorizationResponse.error(.accessDenied, "The user rejected the request", request, issuer: world.issuer)
    }
}
