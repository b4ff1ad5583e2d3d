import BrokerAPI

/// `oauth.cancel`.
struct CancelFlowHandler: MethodHandler {
    typealias Method = BrokerAPI.CancelFlow

    let flows: Flows

    func handle(_ params: CancelFlow.Params, _ context: CallContext) async throws -> EmptyObject {
        try flows.cancel(params.flow, uid: context.caller.uid)
        return EmptyObject()
    }
}
