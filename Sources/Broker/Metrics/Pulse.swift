import Synchronization

/// Shows whether something that is to go round and round still does. Time while the machine sleeps does not count.
final class Pulse: Sendable {
    private let last = Mutex<SuspendingClock.Instant?>(nil)

    /// Notes another round.
    func beat(at now: SuspendingClock.Instant = .now) { last.withLock { $0 = now } }

    /// How long ago the last round was; nil if there was none yet.
    func age(at now: SuspendingClock.Instant = .now) -> Duration? { last.withLock { $0?.duration(to: now) } }
}
