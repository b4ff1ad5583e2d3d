/// How often times fell below bounds, from a tenth of a signature's to more than any server is waited for.
struct Histogram: Sendable {
    static let bounds: [Duration] = [
        .microseconds(50), .microseconds(100), .microseconds(250), .microseconds(500), .milliseconds(1), .milliseconds(5),
        .milliseconds(25),
        .milliseconds(100), .milliseconds(500), .seconds(2), .seconds(10), .seconds(60),
    ]

    private(set) var counts = [Int](repeating: 0, count: bounds.count)
    private(set) var count = 0
    private(set) var sum: Duration = .zero

    mutating func observe(_ time: Duration) {
        if let bucket = Self.bounds.firstIndex(where: { time <= $0 }) { counts[bucket] += 1 }
        count += 1
        sum += time
    }
}
