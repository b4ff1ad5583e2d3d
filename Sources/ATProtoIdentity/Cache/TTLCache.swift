public import FoundationEssentials
import Synchronization

/// A bounded table whose entries expire, least recently used first out. Reading an entry does not prolong its life.
public final class TTLCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Entry {
        let value: Value
        let cost: Int
        let stored: Date
        let expires: Date
        var lastUse: UInt64

        /// An entry of the future is one of before the clock was set back, and nobody knows its age.
        func isAlive(at now: Date) -> Bool { stored <= now && now < expires }
    }

    private struct Table {
        var entries: [Key: Entry] = [:]
        var cost = 0
        var uses: UInt64 = 0

        mutating func remove(_ key: Key) {
            if let entry = entries.removeValue(forKey: key) { cost -= entry.cost }
        }

        mutating func nextUse() -> UInt64 {
            uses += 1
            return uses
        }
    }

    private let table = Mutex(Table())
    private let capacity: Int
    private let now: @Sendable () -> Date

    /// Makes an empty cache that holds entries of at most `capacity` in all, each counting as the cost it is stored with.
    public init(capacity: Int, now: @escaping @Sendable () -> Date) {
        self.capacity = capacity
        self.now = now
    }

    /// The value of `key`, if there is one that has not expired.
    public func value(for key: Key) -> Value? {
        let now = now()
        return table.withLock { table in
            guard let entry = table.entries[key] else { return nil }
            guard entry.isAlive(at: now) else {
                table.remove(key)
                return nil
            }
            let use = table.nextUse()
            table.entries[key]?.lastUse = use
            return entry.value
        }
    }

    /// Keeps `value` for `lifetime`, in place of what `key` had. A value that alone exceeds the capacity, or whose lifetime is not
    /// positive, is not kept.
    public func store(_ value: Value, for key: Key, lifetime: Duration, cost: Int = 1) {
        let now = now()
        table.withLock { table in
            table.remove(key)
            guard cost <= capacity, lifetime > .zero else { return }
            makeRoom(for: cost, in: &table, now: now)
            table.cost += cost
            table.entries[key] = Entry(
                value: value, cost: cost, stored: now, expires: now + lifetime.seconds, lastUse: table.nextUse())
        }
    }

    /// Forgets `key`.
    public func remove(_ key: Key) { table.withLock { $0.remove(key) } }

    /// Forgets everything.
    public func removeAll() { table.withLock { $0 = Table() } }

    /// The number of entries held, expired ones included.
    public var count: Int { table.withLock { $0.entries.count } }

    /// Finding the victim is a scan: it happens only when the table is full, and tables are of a thousand entries.
    private func makeRoom(for cost: Int, in table: inout Table, now: Date) {
        guard table.cost + cost > capacity else { return }
        for (key, entry) in table.entries where !entry.isAlive(at: now) { table.remove(key) }
        while table.cost + cost > capacity, let oldest = table.entries.min(by: { $0.value.lastUse < $1.value.lastUse }) {
            table.remove(oldest.key)
        }
    }
}

extension Duration {
    /// The duration in seconds, as dates are reckoned.
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
