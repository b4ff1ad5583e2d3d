import BrokerAPI

/// `admin.health`.
struct AdminHealthHandler: MethodHandler {
    typealias Method = BrokerAPI.AdminHealth

    let readiness: Readiness

    func handle(_ params: EmptyObject, _ context: CallContext) async throws -> AdminHealth.Result {
        AdminHealth.Result(
            checks: await readiness.checks().map {
                AdminHealth.Check(name: $0.subject.rawValue, fault: $0.fault.map { String($0.prefix(2048)) })
            })
    }
}
