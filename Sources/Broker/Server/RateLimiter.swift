import BrokerAPI
import Synchronization

/// How many calls a user may make in a second: a bucket that holds as many and fills at that rate.
final class RateLimiter: Sendable {
    private struct Bucket {
        var calls: Double
        var filled: ContinuousClock.Instant
    }

    private let buckets = Mutex<[UInt32: Bucket]>([:])
    private let rate: Double

    init(callsPerSecond: Int) { rate = Double(callsPerSecond) }

    /// Whether a call of `uid` would be admitted; it is not counted.
    func wouldAdmit(_ uid: UInt32, at now: ContinuousClock.Instant = .now) -> Bool {
        buckets.withLock { buckets in
            guard let bucket = buckets[uid] else { return true }
            return min(rate, bucket.calls + (now - bucket.filled) / .seconds(1) * rate) >= 1
        }
    }

    /// Counts a call of `uid`.
    /// - Throws: `RPCError` `rate_limited` that says when to come back.
    func admit(_ uid: UInt32, at now: ContinuousClock.Instant = .now) throws(RPCError) {
        let missing = buckets.withLock { buckets -> Double in
            var bucket = buckets[uid] ?? Bucket(calls: rate, filled: now)
            bucket.calls = min(rate, bucket.calls + (now - bucket.filled) / .seconds(1) * rate)
            bucket.filled = now
            defer { buckets[uid] = bucket }
            guard bucket.calls >= 1 else { return 1 - bucket.calls }
            bucket.calls -= 1
            return 0
        }
        guard missing > 0 else { return }
        let wait = Int64((missing / rate * 1000).rounded(.up))
        throw RPCError(
            .rateLimited, "more than \(Int(rate)) calls in a second; slow down", details: ["retryAfterMs": .int(max(1, wait))])
    }
}
