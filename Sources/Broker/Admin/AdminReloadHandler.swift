import BrokerAPI

/// `admin.reload`.
struct AdminReloadHandler: MethodHandler {
    typealias Method = BrokerAPI.AdminReload

    let reloader: Reloader

    func handle(_ params: EmptyObject, _ context: CallContext) async throws -> AdminReload.Result {
        let outcome = reloader.reload()
        return AdminReload.Result(reloaded: outcome.isInForce, messages: outcome.messages)
    }
}
