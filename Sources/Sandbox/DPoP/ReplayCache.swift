import FoundationEssentials
import Synchronization

/// Remembers single-use identifiers for as long as what carries them would otherwise be accepted.
final class ReplayCache: Sendable {
    private struct State {
        var current: Set<String> = []
        var previous: Set<String> = []
        var rotatedAt = Date.distantPast
    }

    /// A generation beyond this is closed early. Forgetting is then sooner than it should be, which a practice server can afford
    /// and memory without bound it cannot.
    private static let limit = 500_000

    private let state = Mutex(State())
    private let lifetime: Double
    private let now: @Sendable () -> Date

    init(lifetime: Double, now: @escaping @Sendable () -> Date) {
        self.lifetime = lifetime
        self.now = now
    }

    /// True the first time, false for a replay.
    func claim(_ identifier: String) -> Bool {
        state.withLock { state in
            // Two generations, each `lifetime` long, forget by dropping a whole set instead of searching for what is old.
            let now = now()
            if abs(now.timeIntervalSince(state.rotatedAt)) > lifetime || state.current.count >= Self.limit {
                state.previous = state.current
                state.current = []
                state.rotatedAt = now
            }
            guard !state.previous.contains(identifier) else { return false }
            return state.current.insert(identifier).inserted
        }
    }
}
