import BrokerAPI

/// Keeps account of every call that was answered: in figures, and in the audit trail.
struct CallRecorder: Sendable {
    let metrics: Metrics
    let trail: AuditTrail?

    func record(_ method: String, _ admission: Admission, _ outcome: Result<JSONValue, RPCError>, _ time: Duration) {
        // Whoever makes names up must not make figures up.
        let name = BrokerMethods[method] == nil && method != Gateway.method ? "unknown" : method
        metrics.count(.calls, [name, outcome.name])
        metrics.observe(.callSeconds, [name], time)
        guard let request = admission.request else { return }
        let isDenied = admission.refusal?.type == .accessDenied
        if isDenied { metrics.count(.denials, [request.operation.rawValue]) }
        trail?.append(
            AuditedCall(
                caller: admission.context.caller, method: method, account: request.names.first, place: request.place,
                server: request.server,
                denial: isDenied ? admission.refusal?.message : nil, error: outcome.errorName))
    }
}

extension Result<JSONValue, RPCError> {
    fileprivate var name: String { errorName ?? "ok" }

    fileprivate var errorName: String? {
        guard case .failure(let error) = self else { return nil }
        return error.type?.rawValue ?? "other"
    }
}
