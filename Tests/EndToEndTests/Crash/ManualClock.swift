import FoundationEssentials
import Synchronization

/// The one wall clock of sandbox and brokers, which stands still until it is moved.
final class ManualClock: Sendable {
    private let time = Mutex(Date())

    var now: @Sendable () -> Date { { self.time.withLock { $0 } } }

    func advance(_ seconds: TimeInterval) { time.withLock { $0 += seconds } }
}
