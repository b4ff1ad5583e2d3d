import FoundationEssentials
import Synchronization

/// A wall clock that stands still until it is set.
final class ManualClock: Sendable {
    static let begin = Date(timeIntervalSince1970: 1_800_000_000)
    private let time = Mutex(begin)

    var now: @Sendable () -> Date { { self.time.withLock { $0 } } }

    func advance(_ seconds: TimeInterval) { time.withLock { $0 += seconds } }
}
