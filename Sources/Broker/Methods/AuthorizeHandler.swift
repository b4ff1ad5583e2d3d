import BrokerAPI

/// `oauth.authorize`.
struct AuthorizeHandler: MethodHandler {
    typealias Method = BrokerAPI.Authorize

    let desk: LoginDesk

    func handle(_ params: Authorize.Params, _ context: CallContext) async throws -> Authorize.Result {
        try await explaining { try await desk.begin(params, by: context.caller) }
    }
}
