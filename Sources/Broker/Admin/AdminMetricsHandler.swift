import BrokerAPI

/// `admin.metrics`.
struct AdminMetricsHandler: MethodHandler {
    typealias Method = BrokerAPI.AdminMetrics

    let exposition: MetricsExposition

    func handle(_ params: EmptyObject, _ context: CallContext) async throws -> AdminMetrics.Result {
        AdminMetrics.Result(text: await exposition.text())
    }
}
