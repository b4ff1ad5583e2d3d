import BrokerAPI

/// The calls in flight of one connection. Used on one event loop.
final class CallDesk {
    private struct Call {
        let task: Task<Void, Never>
        /// A batch counts as many calls as it holds.
        let weight: Int
    }

    private let context: CallContext
    private let dispatcher: Dispatcher
    private let capacity: Int
    private let ofUser: Census
    private var calls: [UInt64: Call] = [:]
    private var inFlight = 0
    private var lastID: UInt64 = 0

    /// A desk.
    /// - Parameters:
    ///   - capacity: the most calls in flight here; a batch may exceed it by its own length.
    ///   - ofUser: counts the calls of each user over all connections.
    init(_ context: CallContext, dispatcher: Dispatcher, capacity: Int, ofUser: Census) {
        self.context = context
        self.dispatcher = dispatcher
        self.capacity = capacity
        self.ofUser = ofUser
    }

    var hasRoom: Bool { inFlight < capacity }
    var isEmpty: Bool { calls.isEmpty }
    var caller: Caller { context.caller }

    /// The answer to a line that can be given at once, nil for all others.
    func answerNow(_ line: some Collection<UInt8>) -> [UInt8]? { dispatcher.signNow(line, context) }

    /// Makes the calls of a line. `done` is called, anywhere, with the call's number and its answer, nil if it wants none.
    /// - Returns: what can be answered without a call.
    func take(_ line: RPCClientLine, done: @escaping @Sendable (UInt64, JSONValue?, CallDebts) -> Void) -> JSONValue? {
        let (dispatcher, debts) = (dispatcher, CallDebts())
        var call = context
        call.debts = debts
        let done: @Sendable (UInt64, JSONValue?) -> Void = { id, answer in done(id, answer, debts) }
        switch line {
        case .single(.invalid(let response)): return response.json
        case .single(let message):
            guard start(1, done, { [call] in await dispatcher.answer(message, call)?.json }) else { return Self.refuse(message)?.json }
        case .batch(let messages):
            guard start(messages.count, done, { [call] in await dispatcher.answer(messages, call) }) else {
                let refusals = messages.compactMap(Self.refuse)
                return refusals.isEmpty ? nil : .array(refusals.map(\.json))
            }
        }
        return nil
    }

    /// Forgets a call that is done.
    /// - Returns: whether it was in flight; not so if all were cancelled.
    func finish(_ id: UInt64) -> Bool {
        guard let call = calls.removeValue(forKey: id) else { return false }
        inFlight -= call.weight
        ofUser.leave(context.caller.uid, call.weight)
        return true
    }

    /// Cancels all calls. What survives that, such as a rotation, is the methods' business.
    func cancelAll() {
        for call in calls.values { call.task.cancel() }
        ofUser.leave(context.caller.uid, inFlight)
        inFlight = 0
        calls = [:]
    }

    /// Ends all calls early; each still gets its answer, which says so.
    func interrupt() {
        for call in calls.values { call.task.cancel() }
    }

    private func start(
        _ weight: Int, _ done: @escaping @Sendable (UInt64, JSONValue?) -> Void, _ work: @escaping @Sendable () async -> JSONValue?
    ) -> Bool {
        guard ofUser.enter(context.caller.uid, weight) else { return false }
        lastID += 1
        inFlight += weight
        calls[lastID] = Call(task: Task { [id = lastID] in done(id, await work()) }, weight: weight)
        return true
    }

    private static func refuse(_ message: RPCClientMessage) -> RPCResponse? {
        switch message {
        case .invalid(let response): return response
        case .notification: return nil
        case .request(let request):
            let reason = "too many of your calls are in flight; wait for some of them"
            return RPCResponse(id: request.id, outcome: .failure(RPCError(.rateLimited, reason, details: ["retryAfterMs": 1000])))
        }
    }
}
