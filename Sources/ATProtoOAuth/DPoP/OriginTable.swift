import Synchronization

/// Entries by origin, bounded in number: those used last are kept.
final class OriginTable<Entry: Sendable>: Sendable {
    private struct State {
        var entries: [String: (entry: Entry, used: UInt64)] = [:]
        var uses: UInt64 = 0
    }

    private let state = Mutex(State())
    private let capacity: Int
    private let empty: Entry

    init(capacity: Int, empty: Entry) {
        self.capacity = capacity
        self.empty = empty
    }

    func entry(of origin: String) -> Entry? { state.withLock { $0.entries[origin]?.entry } }

    func change<Result: Sendable>(_ origin: String, _ body: @Sendable (inout Entry) -> Result) -> Result {
        state.withLock { state in
            state.uses += 1
            var entry = state.entries[origin]?.entry ?? empty
            let result = body(&entry)
            state.entries[origin] = (entry, state.uses)
            if state.entries.count > capacity, let oldest = state.entries.min(by: { $0.value.used < $1.value.used }) {
                state.entries[oldest.key] = nil
            }
            return result
        }
    }
}
