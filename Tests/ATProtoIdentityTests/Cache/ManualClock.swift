import FoundationEssentials
import Synchronization

/// A clock that stands still until it is moved.
final class ManualClock: Sendable {
    private let time = Mutex(Date(timeIntervalSince1970: 1_700_000_000))

    var now: @Sendable () -> Date { { self.time.withLock { $0 } } }

    func advance(_ seconds: Double) { time.withLock { $0 += seconds } }
}

/// Holds work back until it is opened, and tells when somebody waits.
final class Gate: Sendable {
    private let (arrivals, arrive) = AsyncStream<Void>.makeStream()
    private let (openings, opening) = AsyncStream<Void>.makeStream()

    /// Waits at the gate.
    func pass() async {
        arrive.yield()
        for await _ in openings { return }
    }

    /// Waits until somebody waits at the gate.
    func arrival() async {
        for await _ in arrivals { return }
    }

    func open() { opening.finish() }
}
