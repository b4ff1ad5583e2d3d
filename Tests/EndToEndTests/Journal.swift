import Synchronization

/// What callbacks said, in order.
final class Journal<Entry: Sendable>: Sendable {
    private let written = Mutex<[Entry]>([])

    func write(_ entry: Entry) { written.withLock { $0.append(entry) } }

    var entries: [Entry] { written.withLock { $0 } }
}
