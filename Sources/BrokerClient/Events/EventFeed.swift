import BrokerAPI
import Synchronization

/// Hands events to a stream whose reader may be slow, and says afterwards how many did not fit.
final class EventFeed: Sendable {
    private let continuation: AsyncStream<BrokerEvent>.Continuation
    private let missed = Mutex(0)

    init(_ continuation: AsyncStream<BrokerEvent>.Continuation) { self.continuation = continuation }

    func receive(_ notification: RPCNotification) {
        switch notification.method {
        case SessionEvent.method:
            // A kind newer than this client is not worth breaking the stream for, but it is worth a look at the state.
            let event: SessionEvent? = try? notification.params.decode()
            yield(event.map(BrokerEvent.session) ?? .lost(1))
        case LostEvents.method:
            yield(.lost((try? notification.params.decode(LostEvents.self))?.count))
        default: return
        }
    }

    func yield(_ event: BrokerEvent) {
        missed.withLock { missed in
            if missed > 0, case .enqueued = continuation.yield(.lost(missed)) { missed = 0 }
            if missed > 0 {
                missed += 1
            } else if case .dropped = continuation.yield(event) {
                missed = 1
            }
        }
    }

    func finish() { continuation.finish() }
}
