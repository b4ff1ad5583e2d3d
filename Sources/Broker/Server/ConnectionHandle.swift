import BrokerAPI
import NIOCore
import Synchronization

/// A connection as methods see it: something to send events to. It never makes its sender wait, and it never grows: what does not fit
/// is counted, and the reader is told how much it missed.
final class ConnectionHandle: Sendable {
    private struct State {
        var isOpen = true
        var isSubscribed = false
        var queued = 0
        var lost: Int
        /// Succeeds when nothing is queued any more; set once the connection is parked.
        var settled: EventLoopPromise<Void>?
        var onClose: [String: @Sendable () -> Void] = [:]
    }

    /// Names the connection within this process.
    let id: UInt64
    let channel: any Channel
    private let capacity: Int
    private let state: Mutex<State>

    /// - Parameter lost: how many events the client missed before, on the same connection to another process.
    init(id: UInt64, channel: any Channel, capacity: Int, lost: Int = 0) {
        self.id = id
        self.channel = channel
        self.capacity = capacity
        state = Mutex(State(lost: lost))
    }

    /// Whether events may come at any time, so that silence is no reason to close.
    var isSubscribed: Bool {
        get { state.withLock { $0.isSubscribed } }
        set { state.withLock { $0.isSubscribed = newValue } }
    }

    /// How many events the client missed and was not told of.
    var lost: Int { state.withLock { $0.lost } }

    /// Sends an event, or counts it as lost if too many wait to be read, or if the connection is parked.
    func push(_ event: RPCNotification) {
        let fits = state.withLock { state in
            guard state.isOpen, state.settled == nil, state.queued < capacity else {
                state.lost += 1
                return false
            }
            state.queued += 1
            return true
        }
        if fits { send(event, losing: 1) }
    }

    /// Sends nothing more, and from now on only counts what the client misses.
    /// - Returns: succeeds once all that was sent has left.
    func park() -> EventLoopFuture<Void> {
        let settled = channel.eventLoop.makePromise(of: Void.self)
        let isSettled = state.withLock { state in
            state.settled = settled
            return state.queued == 0
        }
        if isSettled { settled.succeed() }
        return settled.futureResult
    }

    /// Tells the client how many events it missed, if it did, as soon as nothing else waits to be read.
    func reportLoss() {
        let lost = state.withLock { state in
            // The report of a loss waits until there is room, and counts all that was lost until then.
            guard state.isOpen, state.settled == nil, state.queued == 0, state.lost > 0 else { return 0 }
            defer { state.lost = 0 }
            state.queued += 1
            return state.lost
        }
        guard lost > 0, let params = try? JSONValue(encoding: LostEvents(count: lost)) else { return }
        send(RPCNotification(method: LostEvents.method, params: params), losing: lost)
    }

    /// Calls `body` when the connection closes, or now if it has.
    ///
    /// A place in the program that says so again replaces what it said before: a client that subscribes a thousand times must not
    /// fill the memory.
    func onClose(file: StaticString = #fileID, line: UInt = #line, _ body: @escaping @Sendable () -> Void) {
        let isOpen = state.withLock { state in
            if state.isOpen { state.onClose["\(file):\(line)"] = body }
            return state.isOpen
        }
        if !isOpen { body() }
    }

    func close() {
        let bodies = state.withLock { state in
            // The channel of a parked connection ends here, the connection does not: what it misses is still counted.
            guard state.settled == nil else { return [@Sendable () -> Void]() }
            state.isOpen = false
            defer { state.onClose = [:] }
            return Array(state.onClose.values)
        }
        for body in bodies { body() }
    }

    /// Sends an event, without which the client would have missed `count`.
    private func send(_ event: RPCNotification, losing count: Int) {
        var line = event.json.bytes
        line.append(UInt8(ascii: "\n"))
        channel.writeAndFlush(ByteBuffer(bytes: line)).whenComplete { [weak self] outcome in
            if case .failure = outcome { self?.left(losing: count) } else { self?.left(losing: 0) }
        }
    }

    private func left(losing count: Int) {
        let settled = state.withLock { state in
            state.queued -= 1
            state.lost += count
            return state.queued == 0 ? state.settled : nil
        }
        settled?.succeed()
        // What could not be sent was lost because the connection is ending: there is nobody to tell any more.
        if count == 0 { reportLoss() }
    }
}
