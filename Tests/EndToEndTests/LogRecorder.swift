import Logging
import Synchronization

/// Keeps everything that is logged, at every level.
final class LogRecorder: LogHandler, Sendable {
    private struct Watcher {
        let isMeant: @Sendable (String) -> Bool
        let continuation: CheckedContinuation<Void, Never>
    }

    private let lines = Mutex<[String]>([])
    private let watchers = Mutex<[Watcher]>([])

    var text: String { lines.withLock { $0.joined(separator: "\n") } }

    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }

    var logLevel: Logger.Level {
        get { .trace }
        set {}
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }

    func log(event: LogEvent) {
        let metadata = event.metadata.map { "\($0)" } ?? ""
        let line = "\(event.level) \(event.message) \(metadata)"
        let reached = watchers.withLock { watchers in
            lines.withLock { $0.append(line) }
            let reached = watchers.filter { $0.isMeant(line) }
            watchers.removeAll { $0.isMeant(line) }
            return reached
        }
        for watcher in reached { watcher.continuation.resume() }
    }

    /// Waits until a line like this has been logged.
    func line(where isMeant: @escaping @Sendable (String) -> Bool) async {
        await withCheckedContinuation { continuation in
            let isThere = watchers.withLock { watchers in
                let isThere = lines.withLock { $0.contains(where: isMeant) }
                if !isThere { watchers.append(Watcher(isMeant: isMeant, continuation: continuation)) }
                return isThere
            }
            if isThere { continuation.resume() }
        }
    }
}
