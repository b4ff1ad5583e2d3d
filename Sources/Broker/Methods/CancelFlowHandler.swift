import BrokerAPI

/// `oauth.cancel`.
struct CancelFlowHandler: MethodHandler {
    typealias Method = BrokerAPI.CancelFlow

    let desk: LoginDesk

    func handle(_ params: CancelFlow.Params, _ context: CallContext) async throws -> EmptyObject {
        try await desk.cancel(params.flow, uid: context.caller.uid)
        return EmptyObject()
    }
}
