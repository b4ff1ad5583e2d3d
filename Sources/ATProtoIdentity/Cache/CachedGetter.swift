public import FoundationEssentials

/// Answers from a cache, and asks once for what is not there, however many want it. Failures are never kept.
public final class CachedGetter<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    /// How a value is kept.
    public struct Retention: Sendable {
        /// For how long; zero keeps nothing.
        public let lifetime: Duration
        /// What it counts for in the cache's capacity.
        public let cost: Int

        /// Makes a retention; every value counts the same by default.
        public init(_ lifetime: Duration, cost: Int = 1) {
            self.lifetime = lifetime
            self.cost = cost
        }
    }

    /// A caller who wants a fresh answer must not be given one that was asked for with caches.
    private struct Request: Hashable {
        let key: Key
        let fresh: Bool
    }

    private let cache: TTLCache<Key, Value>
    private let flights: SingleFlight<Request, Value>
    private let retention: @Sendable (Value) -> Retention

    /// Makes a getter whose values are kept as `retention` says, up to `capacity` in all.
    /// - Parameter cancelsUnwanted: whether a fetch is cancelled once nobody waits for it; else it goes on, for the cache.
    public init(
        capacity: Int, cancelsUnwanted: Bool = false, now: @escaping @Sendable () -> Date = { Date() },
        retention: @escaping @Sendable (Value) -> Retention
    ) {
        flights = SingleFlight(cancelsUnwanted: cancelsUnwanted)
        cache = TTLCache(capacity: capacity, now: now)
        self.retention = retention
    }

    /// The cached value of `key`, or else the one that `fetch` gets, which is then kept.
    ///
    /// - Parameter fresh: whether the cache is passed by.
    /// - Throws: what `fetch` throws, or `CancellationError` as soon as the caller is cancelled.
    public func value(
        for key: Key, fresh: Bool = false, _ fetch: @escaping @Sendable () async throws -> Value
    ) async throws -> (value: Value, isCached: Bool) {
        if !fresh, let value = cache.value(for: key) { return (value, true) }
        let value = try await flights.value(for: Request(key: key, fresh: fresh)) { [cache, retention] in
            let value = try await fetch()
            let kept = retention(value)
            cache.store(value, for: key, lifetime: kept.lifetime, cost: kept.cost)
            return value
        }
        return (value, false)
    }

    /// Forgets `key`, as when its value proved wrong.
    public func forget(_ key: Key) { cache.remove(key) }

    /// Forgets everything.
    public func forgetAll() { cache.removeAll() }
}
