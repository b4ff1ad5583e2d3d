import Synchronization

/// How long rotated tokens were here and not yet durable, from the last byte of the server's answer to the commit. Whoever kills the
/// daemon within that time ends the session: the old refresh token is spent, the new one is lost.
final class RotationWindow: Sendable {
    /// What was measured since the daemon started.
    struct Summary: Sendable, Equatable {
        var count = 0
        var total = Duration.zero
        var longest = Duration.zero
        /// How many took at most each of ``bounds``.
        var withinBound = [Int](repeating: 0, count: bounds.count)

        /// The bounds of a histogram.
        static let bounds: [Duration] = [1, 2, 5, 10, 20, 50, 100, 1000].map { .milliseconds($0) }
    }

    private let state = Mutex(Summary())

    var summary: Summary { state.withLock { $0 } }

    func note(_ exposed: Duration) {
        state.withLock { summary in
            summary.count += 1
            summary.total += exposed
            summary.longest = max(summary.longest, exposed)
            for (index, bound) in Summary.bounds.enumerated() where exposed <= bound { summary.withinBound[index] += 1 }
        }
    }
}
