import BrokerAPI
import FoundationEssentials
import Logging

/// Answers messages: limits first, then the policy, then the method, then a line in the log. Never fails: every outcome is an answer.
struct Dispatcher: Sendable {
    let table: MethodTable
    let rates: RateLimiter
    let logger: Logger
    /// Judges calls; nil lets all of them through.
    var gate: AccessGate?
    /// Is told of every call that was answered.
    var recorder: CallRecorder?
    /// Makes signatures that need not wait for anything.
    var signer: SignRequestHandler?

    /// The answer to a request.
    func answer(_ request: RPCRequest, _ context: CallContext) async -> RPCResponse {
        RPCResponse(id: request.id, outcome: await outcome(request.method, request.params, context))
    }

    /// Makes a call that wants no answer.
    func perform(_ notification: RPCNotification, _ context: CallContext) async {
        _ = await outcome(notification.method, notification.params, context)
    }

    private func outcome(_ method: String, _ params: JSONValue, _ context: CallContext) async -> Result<JSONValue, RPCError> {
        let started = ContinuousClock.now
        var admission = Admission(context: context, request: nil, refusal: nil)
        let outcome: Result<JSONValue, RPCError>
        do {
            try rates.admit(context.caller.uid)
            if let gate { admission = await gate.judge(method, params, context) }
            if let refusal = admission.refusal { throw refusal }
            let context = admission.context
            outcome = .success(
                try await ChangeKind.$current.withValue(ChangeKind(method: method)) { try await table.call(method, params, context) })
        } catch let error as RPCError {
            outcome = .failure(Task.isCancelled && error.type == .cancelled ? .interrupted : error)
        } catch is CancellationError {
            outcome = .failure(.interrupted)
        } catch {
            outcome = .failure(hide(error, method))
        }
        note(method, account: params["account"]?.stringValue, admission, outcome, since: started)
        return outcome
    }

    /// Takes note of a call that was answered.
    func note(
        _ method: String, account: String?, _ admission: Admission, _ outcome: Result<JSONValue, RPCError>,
        since started: ContinuousClock.Instant
    ) {
        let time = ContinuousClock.now - started
        recorder?.record(method, admission, outcome, time)
        logger.debug("call", metadata: metadata(method, account, admission.context, outcome, time))
    }

    /// What nobody foresaw is for the log; the caller gets a name to ask for it by. That the store fails was foreseen.
    func hide(_ error: any Error, _ method: String) -> RPCError {
        if let fault = error as? StoreError {
            logger.error("the store failed", metadata: ["method": .string(method), "error": .string("\(fault)")])
            return RPCError(explaining: fault)
        }
        let id = UUID().uuidString
        logger.error("internal error", metadata: ["method": .string(method), "id": .string(id), "error": .string("\(error)")])
        return RPCError(.internalError, "internal error; the daemon's log has it as \(id)", details: ["id": .string(id)])
    }

    private func metadata(
        _ method: String, _ account: String?, _ context: CallContext, _ outcome: Result<JSONValue, RPCError>, _ time: Duration
    ) -> Logger.Metadata {
        var metadata: Logger.Metadata = [
            "method": .string(String(method.prefix(64))), "uid": .stringConvertible(context.caller.uid),
            "pid": .stringConvertible(context.caller.pid),
            "microseconds": .stringConvertible(Int64(time / .microseconds(1))),
        ]
        if let account { metadata["account"] = .string(String(AccessRequest.withoutQuery(account).prefix(256))) }
        if case .failure(let error) = outcome { metadata["error"] = .string(error.type?.rawValue ?? String(error.code)) }
        return metadata
    }
}
