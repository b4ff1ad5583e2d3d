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
        var call = AuditedCall(
            caller: admission.context.caller, method: method, account: request.names.first ?? request.subject, owner: request.owner,
            httpMethod: request.httpMethod, place: request.place, server: request.server,
            denial: isDenied ? admission.refusal?.message : nil, error: outcome.errorName)
        // Whose sign-in it was is known only when it is done.
        if call.account == nil, case .success(let result) = outcome { call.account = result["account"]?.stringValue }
        trail?.append(call)
    }

    /// Takes note of a sign-in that a browser completed, which was nobody's call: it counts as that of whoever began it.
    func record(signIn outcome: Result<SignedIn, RPCError>, by caller: Caller) {
        trail?.append(
            AuditedCall(
                caller: caller, method: HandleCallback.name, account: try? outcome.get().account, place: nil, denial: nil,
                error: outcome.errorName))
    }
}

extension Result where Failure == RPCError {
    fileprivate var name: String { errorName ?? "ok" }

    fileprivate var errorName: String? {
        guard case .failure(let error) = self else { return nil }
        return error.type?.rawValue ?? "other"
    }
}
