public import FoundationEssentials
import Synchronization

/// Logins in memory, bounded in number and time.
public final class MemoryStateStore: StateStore {
    private let states = Mutex<[String: AuthorizationState]>([:])
    private let capacity: Int
    private let lifetime: TimeInterval
    private let now: @Sendable () -> Date

    /// An empty store.
    /// - Parameters:
    ///   - capacity: how many logins are kept; the oldest gives way to one more.
    ///   - lifetime: how long a login may take, in seconds.
    ///   - now: the clock.
    public init(capacity: Int = 1000, lifetime: TimeInterval = 3600, now: @escaping @Sendable () -> Date = { Date() }) {
        self.capacity = capacity
        self.lifetime = lifetime
        self.now = now
    }

    /// Keeps `state` under `key`.
    public func set(_ key: String, _ state: AuthorizationState) {
        states.withLock { states in
            states = states.filter { isAlive($0.value) }
            if states.count >= capacity, let oldest = states.min(by: { $0.value.createdAt < $1.value.createdAt }) {
                states[oldest.key] = nil
            }
            states[key] = state
        }
    }

    /// Removes and returns the state under `key`, unless it is too old.
    public func take(_ key: String) -> AuthorizationState? {
        states.withLock { $0.removeValue(forKey: key) }.flatMap { isAlive($0) ? $0 : nil }
    }

    private func isAlive(_ state: AuthorizationState) -> Bool { now().timeIntervalSince(state.createdAt) < lifetime }
}
