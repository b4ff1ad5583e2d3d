import BrokerAPI

/// `oauth.wait`.
struct WaitForFlowHandler: MethodHandler {
    typealias Method = BrokerAPI.WaitForFlow

    /// As long as a caller may wait at all; who wants less says so.
    private static let longest = 3_600_000

    let flows: Flows

    func handle(_ params: WaitForFlow.Params, _ context: CallContext) async throws -> SignedIn {
        let bound = Duration.milliseconds(params.timeoutMs ?? Self.longest)
        return try await explaining { try await flows.wait(params.flow, uid: context.caller.uid, within: bound) }
    }
}
