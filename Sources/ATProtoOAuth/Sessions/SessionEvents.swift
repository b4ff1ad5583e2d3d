import Synchronization

/// Passes session events on to whoever listens. A listener who does not read loses the oldest events; nobody waits for it.
final class SessionEvents: Sendable {
    private struct State {
        var listeners: [UInt64: AsyncStream<SessionEvent>.Continuation] = [:]
        var nextID: UInt64 = 0
    }

    private let state = Mutex(State())
    private let callback: @Sendable (SessionEvent) -> Void

    init(callback: @escaping @Sendable (SessionEvent) -> Void) { self.callback = callback }

    func send(_ event: SessionEvent) {
        callback(event)
        for listener in state.withLock({ Array($0.listeners.values) }) { listener.yield(event) }
    }

    func listen(buffering limit: Int) -> AsyncStream<SessionEvent> {
        let (stream, continuation) = AsyncStream.makeStream(of: SessionEvent.self, bufferingPolicy: .bufferingNewest(limit))
        let id = state.withLock { state in
            state.nextID += 1
            state.listeners[state.nextID] = continuation
            return state.nextID
        }
        continuation.onTermination = { [weak self] _ in self?.state.withLock { $0.listeners[id] = nil } }
        return stream
    }
}
