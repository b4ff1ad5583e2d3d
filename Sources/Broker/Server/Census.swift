import Synchronization

/// Counts connections, so that one user cannot take them all.
final class Census: Sendable {
    private let counts = Mutex<[UInt32: Int]>([:])
    private let perUser: Int
    private let total: Int

    init(perUser: Int, total: Int) {
        self.perUser = perUser
        self.total = total
    }

    /// Counts a connection of `uid` in, unless there are too many.
    func enter(_ uid: UInt32) -> Bool {
        counts.withLock { counts in
            guard counts[uid, default: 0] < perUser, counts.values.reduce(0, +) < total else { return false }
            counts[uid, default: 0] += 1
            return true
        }
    }

    func leave(_ uid: UInt32) {
        counts.withLock { counts in
            counts[uid, default: 1] -= 1
            if counts[uid] == 0 { counts[uid] = nil }
        }
    }
}
