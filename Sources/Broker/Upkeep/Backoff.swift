import FoundationEssentials

/// Waiting after failures, twice as long each time.
struct Backoff {
    private(set) var failures = 0
    private(set) var notBefore = Date.distantPast

    /// The longest wait that a server may ask for: a clock or a server gone wrong must not end refreshes for good.
    private static let longestRetryAfter: TimeInterval = 86400

    /// Notes a failure.
    /// - Parameters:
    ///   - retryAfter: how many seconds the server asks to wait (RFC 9110 section 10.2.3).
    ///   - random: between 0 and 1. Waits are shortened by up to half, so that many who failed together do not return together.
    mutating func fail(at now: Date, retryAfter: TimeInterval?, _ policy: UpkeepPolicy, random: Double) {
        failures += 1
        let doubled = (policy.retry / .seconds(1)) * Double(1 << min(failures - 1, 30))
        let wait = min(doubled, policy.retryLongest / .seconds(1)) * (0.5 + random / 2)
        let asked = min(retryAfter ?? 0, Self.longestRetryAfter)
        notBefore = now + max(wait, asked)
    }

    /// Keeps the wait as long as it was when the clock is set.
    mutating func shift(by seconds: TimeInterval) { notBefore += seconds }
}
