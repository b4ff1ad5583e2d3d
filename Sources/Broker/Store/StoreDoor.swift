import Synchronization

/// Who is at work in the store. Whoever comes after it was closed is turned away: SQLite's connection is gone then, and touching it
/// would end the process.
final class StoreDoor: Sendable {
    private struct State {
        var isClosed = false
        var inside = 0
    }

    private let state = Mutex(State())

    /// - Returns: whether the store is open; if so, ``leave()`` must follow.
    func enter() -> Bool {
        state.withLock { state in
            guard !state.isClosed else { return false }
            state.inside += 1
            return true
        }
    }

    /// - Returns: whether this was the last one in a store that is to be closed.
    func leave() -> Bool {
        state.withLock { state in
            state.inside -= 1
            return state.isClosed && state.inside == 0
        }
    }

    /// Lets nobody in any more.
    /// - Returns: whether nobody is inside, and nothing was closed before.
    func close() -> Bool {
        state.withLock { state in
            defer { state.isClosed = true }
            return !state.isClosed && state.inside == 0
        }
    }
}
