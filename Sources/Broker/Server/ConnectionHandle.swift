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
        var lost = 0
        var onClose: [String: @Sendable () -> Void] = [:]
    }

    /// Names the connection within this process.
    let id: UInt64
    let channel: any Channel
    private let capacity: Int
    private let state = Mutex(State())

    init(id: UInt64, channel: any Channel, capacity: Int) {
        self.id = id
        self.channel = channel
        self.capacity = capacity
    }

    /// Whether events may come at any time, so that silence is no reason to close.
    var isSubscribed: Bool {
        get { state.withLock { $0.isSubscribed } }
        set { state.withLock { $0.isSubscribed = newValue } }
    }

    /// Sends an event, or counts it as lost if too many wait to be read.
    func push(_ event: RPCNotification) {
        let fits = state.withLock { state in
            guard state.isOpen, state.queued < capacity else {
                state.lost += 1
                return false
            }
            state.queued += 1
            return true
        }
        if fits { send(event, queued: 1) }
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
            state.isOpen = false
            defer { state.onClose = [:] }
            return state.onClose.values
        }
        for body in bodies { body() }
    }

    private func send(_ event: RPCNotification, queued: Int) {
        var line = event.json.bytes
        line.append(UInt8(ascii: "\n"))
        channel.writeAndFlush(ByteBuffer(bytes: line)).whenComplete { [weak self] _ in self?.sent(queued) }
    }

    private func sent(_ count: Int) {
        let lost = state.withLock { state in
            state.queued -= count
            // The report of a loss waits until there is room, and counts all that was lost until then.
            guard state.isOpen, state.queued == 0, state.lost > 0 else { return 0 }
            defer { state.lost = 0 }
            state.queued += 1
            return state.lost
        }
        guard lost > 0, let params = try? JSONValue(encoding: LostEvents(count: lost)) else { return }
        send(RPCNotification(method: LostEvents.method, params: params), queued: 1)
    }
}
