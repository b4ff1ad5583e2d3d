/// A number, or how often times fell below bounds.
enum MetricValue: Sendable {
    case number(Int)
    case histogram(Histogram)
}
