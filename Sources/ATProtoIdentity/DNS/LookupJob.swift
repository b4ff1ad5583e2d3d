import Synchronization

/// One lookup between its caller, who may leave at any moment, and the thread that makes it.
final class LookupJob<Value: Sendable>: Sendable {
    private enum State {
        case new
        case waiting(CheckedContinuation<Value, any Error>)
        case over
    }

    private let state = Mutex(State.new)

    /// Lets the caller wait; false if there is nothing to wait for, because the caller left before.
    func wait(_ caller: CheckedContinuation<Value, any Error>) -> Bool {
        let isWanted = state.withLock { state in
            guard case .new = state else { return false }
            state = .waiting(caller)
            return true
        }
        if !isWanted { caller.resume(throwing: CancellationError()) }
        return isWanted
    }

    /// Whether somebody still waits.
    func begin() -> Bool {
        state.withLock { state in
            if case .waiting = state { true } else { false }
        }
    }

    /// Gives the caller the outcome, unless there was one before.
    func finish(_ outcome: Result<Value, any Error>) {
        let caller = state.withLock { state -> CheckedContinuation<Value, any Error>? in
            defer { state = .over }
            if case .waiting(let caller) = state { return caller }
            return nil
        }
        caller?.resume(with: outcome)
    }
}
