import BrokerAPI
import Synchronization

/// The calls of one connection that wait for an answer. Each is answered exactly once: by the server, a timeout, its own
/// cancellation or the connection's end, whichever takes it out of the table first.
final class CallTable: Sendable {
    typealias Waiter = CheckedContinuation<JSONValue, any Error>

    private struct State {
        var nextID: Int64 = 1
        var waiters: [Int64: Waiter] = [:]
        /// How long the line of a call is.
        var bytes: [Int64: Int] = [:]
        var end: ConnectionError?
    }

    private let state = Mutex(State())

    /// Why the connection ended, if it did.
    var end: ConnectionError? { state.withLock { $0.end } }

    func makeID() -> Int64 {
        state.withLock { state in
            defer { state.nextID += 1 }
            return state.nextID
        }
    }

    /// Whether the waiter was taken in; if not, it has its error already and nothing may be sent.
    func add(_ waiter: Waiter, id: Int64) -> Bool {
        let end = state.withLock { state -> ConnectionError? in
            if state.end == nil { state.waiters[id] = waiter }
            return state.end
        }
        guard let end else { return true }
        // A call that finds the connection lost was not sent, so that any call may be made again.
        waiter.resume(throwing: end.code == .lost ? ConnectionError(.unreachable, end.reason) : end)
        return false
    }

    func finish(_ id: Int64, _ outcome: Result<JSONValue, any Error>) {
        // An answer without a waiter came after a timeout or a cancellation: it is dropped.
        let waiter = state.withLock { state in
            state.bytes[id] = nil
            return state.waiters.removeValue(forKey: id)
        }
        waiter?.resume(with: outcome)
    }

    /// Takes note of how long the line of a call is.
    func note(_ id: Int64, bytes: Int) { state.withLock { $0.bytes[id] = bytes } }

    /// Ends the calls whose lines were longer than `limit`, which the server could not read the ids of.
    /// - Returns: whether there were any.
    func finish(longerThan limit: Int, _ error: any Error) -> Bool {
        let ids = state.withLock { state in state.bytes.filter { $0.value > limit && state.waiters[$0.key] != nil }.map(\.key) }
        for id in ids { finish(id, .failure(error)) }
        return !ids.isEmpty
    }

    func endAll(_ error: ConnectionError) {
        let waiters = state.withLock { state -> [Waiter] in
            if state.end == nil { state.end = error }
            defer { (state.waiters, state.bytes) = ([:], [:]) }
            return Array(state.waiters.values)
        }
        for waiter in waiters { waiter.resume(throwing: error) }
    }
}
