import Synchronization

/// What happened in the scripted world, in order: requests by their endpoint, what stores did, what callers got.
final class Journal: Sendable {
    private let lines = Mutex<[String]>([])

    func add(_ line: String) { lines.withLock { $0.append(line) } }

    var all: [String] { lines.withLock { $0 } }

    func clear() { lines.withLock { $0 = [] } }
}
