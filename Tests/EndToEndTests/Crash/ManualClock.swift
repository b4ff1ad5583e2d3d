import FoundationEssentials
import Synchronization

/// The one wall clock of sandbox and brokers, which stands still until it is moved. It shows whole seconds: the store keeps
/// milliseconds, and with a finer time a token would end a moment before or after the test says, as the rounding falls.
final class ManualClock: Sendable {
    private let time = Mutex(Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded(.down)))

    var now: @Sendable () -> Date { { self.time.withLock { $0 } } }

    func advance(_ seconds: TimeInterval) { time.withLock { $0 += seconds } }
}
