/// The figures as text, by the Prometheus text format 0.0.4: what was counted, and what is looked up when somebody asks.
struct MetricsExposition: Sendable {
    let metrics: Metrics
    /// The figures of the moment.
    let gauges: @Sendable () async -> [MetricSample]

    func text() async -> String {
        let samples = metrics.samples + (await gauges())
        let families = Dictionary(grouping: samples, by: \.family).sorted { $0.key.name < $1.key.name }
        return families.map(Self.text).joined()
    }

    private static func text(_ family: MetricFamily, _ samples: [MetricSample]) -> String {
        let sorted = samples.sorted { $0.labels.lexicographicallyPrecedes($1.labels) }
        return "# HELP \(family.name) \(family.help)\n# TYPE \(family.name) \(family.kind.rawValue)\n" + sorted.flatMap(lines).joined()
    }

    private static func lines(_ sample: MetricSample) -> [String] {
        let name = sample.family.name
        let labels = zip(sample.family.labels, sample.labels).map { ($0, $1) }
        switch sample.value {
        case .number(let number): return [line(name, labels, "\(number)")]
        case .histogram(let histogram):
            var below = 0
            let buckets = zip(Histogram.bounds, histogram.counts).map { bound, count in
                below += count
                return line(name + "_bucket", labels + [("le", seconds(bound))], "\(below)")
            }
            return buckets + [
                line(name + "_bucket", labels + [("le", "+Inf")], "\(histogram.count)"),
                line(name + "_sum", labels, seconds(histogram.sum)), line(name + "_count", labels, "\(histogram.count)"),
            ]
        }
    }

    private static func line(_ name: String, _ labels: [(String, String)], _ value: String) -> String {
        let list = labels.map { "\($0)=\"\(escaped($1))\"" }.joined(separator: ",")
        return name + (list.isEmpty ? "" : "{\(list)}") + " \(value)\n"
    }

    private static func escaped(_ value: String) -> String {
        value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }

    private static func seconds(_ time: Duration) -> String { "\(time / .seconds(1))" }
}
