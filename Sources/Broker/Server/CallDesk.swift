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
    private let unread: Census
    private var calls: [UInt64: Call] = [:]
    /// Calls that are made, and those whose answers have not left.
    private var inFlight = 0
    private var lastID: UInt64 = 0
    private var isOver = false

    /// A desk.
    /// - Parameters:
    ///   - capacity: the most calls in flight here; a batch may exceed it by its own length.
    ///   - ofUser: counts the calls of each user over all connections.
    ///   - unread: counts the bytes of answers that each user has not read, over all connections.
    init(_ context: CallContext, dispatcher: Dispatcher, capacity: Int, ofUser: Census, unread: Census) {
        self.context = context
        self.dispatcher = dispatcher
        self.capacity = capacity
        self.ofUser = ofUser
        self.unread = unread
    }

    var hasRoom: Bool { inFlight < capacity }
    var isEmpty: Bool { calls.isEmpty }
    var caller: Caller { context.caller }

    /// The answer to a line that can be given at once, nil for all others.
    func answerNow(_ line: some Collection<UInt8>) -> [UInt8]? { dispatcher.signNow(line, context) }

    /// Makes the calls of a line. `done` is called, anywhere, with the call's number and the bytes of its answer, nil if it wants none.
    /// - Returns: what can be answered without a call.
    func take(_ line: RPCClientLine, done: @escaping @Sendable (UInt64, [UInt8]?, CallDebts) -> Void) -> JSONValue? {
        let (dispatcher, debts) = (dispatcher, CallDebts())
        var call = context
        call.debts = debts
        let finished: @Sendable (UInt64, [UInt8]?) -> Void = { id, answer in done(id, answer, debts) }
        switch line {
        case .single(.invalid(let response)): return response.json
        case .single(let message):
            let refusal: @Sendable () -> [UInt8]? = { Self.refuse(message, Self.unreadAnswers)?.json.bytes }
            guard start(1, debts, refusal, finished, { [call] in await dispatcher.answer(message, call)?.json }) else {
                return Self.refuse(message, Self.tooManyCalls)?.json
            }
        case .batch(let messages):
            let refusal: @Sendable () -> [UInt8]? = { Self.refuse(messages, Self.unreadAnswers)?.bytes }
            guard start(messages.count, debts, refusal, finished, { [call] in await dispatcher.answer(messages, call) }) else {
                return Self.refuse(messages, Self.tooManyCalls)
            }
        }
        return nil
    }

    /// Forgets a call that is done; it counts until ``left(_:)``.
    /// - Returns: for how many calls it counts; nil if all were cancelled meanwhile.
    func finish(_ id: UInt64) -> Int? { calls.removeValue(forKey: id)?.weight }

    /// Counts calls out whose answer has left.
    func left(_ weight: Int) {
        guard !isOver else { return }
        inFlight -= weight
        ofUser.leave(context.caller.uid, weight)
    }

    /// Cancels all calls. What survives that, such as a rotation, is the methods' business.
    func cancelAll() {
        for call in calls.values { call.task.cancel() }
        ofUser.leave(context.caller.uid, inFlight)
        inFlight = 0
        calls = [:]
        isOver = true
    }

    /// Ends all calls early; each still gets its answer, which says so.
    func interrupt() {
        for call in calls.values { call.task.cancel() }
    }

    /// - Parameter refusal: what is answered instead if there is no room for the answer.
    private func start(
        _ weight: Int, _ debts: CallDebts, _ refusal: @escaping @Sendable () -> [UInt8]?,
        _ done: @escaping @Sendable (UInt64, [UInt8]?) -> Void, _ work: @escaping @Sendable () async -> JSONValue?
    ) -> Bool {
        guard !isOver, ofUser.enter(context.caller.uid, weight) else { return false }
        lastID += 1
        inFlight += weight
        let (unread, uid) = (unread, context.caller.uid)
        let task = Task { [id = lastID] in
            // Large answers take their time to be written down, which the connection's loop has no part in.
            var answer = await work()?.bytes
            let count = answer?.count ?? 0
            if unread.enter(uid, count) { debts.add { unread.leave(uid, count) } } else { answer = refusal() }
            done(id, answer)
        }
        calls[lastID] = Call(task: task, weight: weight)
        return true
    }

    private static let tooManyCalls = "too many of your calls are in flight; wait for some of them"
    private static let unreadAnswers = "too many bytes of your answers wait to be read (server.unread_memory); read them and ask again"

    private static func refuse(_ messages: [RPCClientMessage], _ reason: String) -> JSONValue? {
        let refusals = messages.compactMap { refuse($0, reason) }
        return refusals.isEmpty ? nil : .array(refusals.map(\.json))
    }

    private static func refuse(_ message: RPCClientMessage, _ reason: String) -> RPCResponse? {
        switch message {
        case .invalid(let response): return response
        case .notification: return nil
        case .request(let request):
            return RPCResponse(id: request.id, outcome: .failure(RPCError(.rateLimited, reason, details: ["retryAfterMs": 1000])))
        }
    }
}
