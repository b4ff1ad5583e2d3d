import Synchronization

/// The daemon's counters and times.
final class Metrics: Sendable {
    private struct Key: Hashable {
        let family: String
        let labels: [String]
    }

    private struct State {
        var counters: [Key: (family: MetricFamily, count: Int)] = [:]
        var histograms: [Key: (family: MetricFamily, histogram: Histogram)] = [:]
    }

    private let state = Mutex(State())

    /// Counts something.
    func count(_ family: MetricFamily, _ labels: [String] = [], by amount: Int = 1) {
        state.withLock { $0.counters[Key(family: family.name, labels: labels), default: (family, 0)].count += amount }
    }

    /// Notes how long something took.
    func observe(_ family: MetricFamily, _ labels: [String] = [], _ time: Duration) {
        state.withLock { $0.histograms[Key(family: family.name, labels: labels), default: (family, Histogram())].histogram.observe(time) }
    }

    /// What a counter stands at.
    func value(_ family: MetricFamily, _ labels: [String] = []) -> Int {
        state.withLock { $0.counters[Key(family: family.name, labels: labels)]?.count ?? 0 }
    }

    /// All values.
    var samples: [MetricSample] {
        let state = state.withLock { $0 }
        return state.counters.map { MetricSample($1.family, $0.labels, .number($1.count)) }
            + state.histograms.map { MetricSample($1.family, $0.labels, .histogram($1.histogram)) }
    }
}
