import Synchronization

/// Where token requests wait, and where tests wait for them to have arrived.
final class Gate: Sendable {
    private struct State {
        var held: [(point: TokenHold, resume: CheckedContinuation<Void, Never>)] = []
        var watchers: [(count: Int, resume: CheckedContinuation<Void, Never>)] = []
        var isOpenForGood = false
    }

    private let state = Mutex(State())

    var count: Int {
        state.withLock { $0.held.count }
    }

    /// Returns at once unless `isClosed`, which is asked under the lock so that a release cannot be missed.
    func pass(_ point: TokenHold, isClosed: @Sendable () -> Bool) async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let ready: [CheckedContinuation<Void, Never>] = state.withLock { state in
                guard !state.isOpenForGood, isClosed() else { return [continuation] }
                state.held.append((point, continuation))
                let arrived = state.watchers.filter { $0.count <= state.held.count }
                state.watchers.removeAll { $0.count <= state.held.count }
                return arrived.map(\.resume)
            }
            ready.forEach { $0.resume() }
        }
    }

    /// Returns when `count` requests are held.
    func waitUntilHeld(_ count: Int) async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let isReady: Bool = state.withLock { state in
                if state.held.count >= count || state.isOpenForGood { return true }
                state.watchers.append((count, continuation))
                return false
            }
            if isReady { continuation.resume() }
        }
    }

    func release(where isReleased: (TokenHold) -> Bool) {
        let released = state.withLock { state in
            let released = state.held.filter { isReleased($0.point) }
            state.held.removeAll { isReleased($0.point) }
            return released
        }
        released.forEach { $0.resume.resume() }
    }

    /// Nothing is held any more: a server that stops must not leave anyone suspended.
    func openForGood() {
        let everyone: [CheckedContinuation<Void, Never>] = state.withLock { state in
            state.isOpenForGood = true
            let everyone = state.held.map(\.resume) + state.watchers.map(\.resume)
            state.held = []
            state.watchers = []
            return everyone
        }
        everyone.forEach { $0.resume() }
    }
}
