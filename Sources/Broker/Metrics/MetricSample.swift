/// One value of a family.
struct MetricSample: Sendable {
    let family: MetricFamily
    let labels: [String]
    let value: MetricValue

    init(_ family: MetricFamily, _ labels: [String] = [], _ value: MetricValue) {
        self.family = family
        self.labels = labels
        self.value = value
    }
}
