import Synchronization

/// Counts what users hold, connections or calls, so that one user cannot take them all.
final class Census: Sendable {
    private struct State {
        var counts: [UInt32: Int] = [:]
        var sum = 0
    }

    private let state = Mutex(State())
    private let perUser: Int
    private let total: Int

    init(perUser: Int, total: Int = .max) {
        self.perUser = perUser
        self.total = total
    }

    /// Counts `count` of `uid` in, unless that would be too many.
    func enter(_ uid: UInt32, _ count: Int = 1) -> Bool {
        state.withLock { state in
            let held = state.counts[uid, default: 0]
            guard held + count <= perUser, state.sum + count <= total else { return false }
            state.counts[uid] = held + count
            state.sum += count
            return true
        }
    }

    func leave(_ uid: UInt32, _ count: Int = 1) {
        state.withLock { state in
            let left = state.counts[uid, default: count] - count
            state.counts[uid] = left > 0 ? left : nil
            state.sum -= count
        }
    }
}
