import FoundationEssentials
import Synchronization

/// Makes TIDs: record keys and revisions that sort by time.
final class TimestampIDs: Sendable {
    private static let alphabet = Array("234567abcdefghijklmnopqrstuvwxyz".utf8)

    private let last = Mutex<UInt64>(0)
    private let clockID: UInt64
    private let now: @Sendable () -> Date

    init(random: Randomness, now: @escaping @Sendable () -> Date) {
        self.now = now
        clockID = UInt64(random.bytes(1).first ?? 0)
    }

    /// Later ones are greater, also when the clock stands still.
    func next() -> String {
        let microseconds = UInt64(max(0, now().timeIntervalSince1970 * 1_000_000))
        let unique = last.withLock { last in
            last = max(microseconds, last + 1)
            return last
        }
        var value = (unique << 10 | clockID) & (UInt64.max >> 1)
        var digits: [UInt8] = []
        for _ in 0..<13 {
            digits.append(Self.alphabet[Int(value & 31)])
            value >>= 5
        }
        return String(decoding: digits.reversed(), as: UTF8.self)
    }
}
