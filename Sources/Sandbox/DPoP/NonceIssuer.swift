import Crypto
import FoundationEssentials
import Synchronization

/// DPoP nonces that need no table: the MAC of a window number.
///
/// The nonce handed out is that of the *next* window, and three windows are accepted: a nonce therefore lives two to three intervals.
struct NonceIssuer: Sendable {
    private let key: SymmetricKey
    private let interval: @Sendable () -> Double
    private let now: @Sendable () -> Date

    init(random: Randomness, interval: @escaping @Sendable () -> Double, now: @escaping @Sendable () -> Date) {
        key = SymmetricKey(data: random.bytes(32))
        self.interval = interval
        self.now = now
    }

    var current: String {
        nonce(window + 1)
    }

    func accepts(_ nonce: String) -> Bool {
        let window = window
        return (window - 1...window + 1).contains { self.nonce($0) == nonce }
    }

    private var window: Int64 {
        Int64((now().timeIntervalSince1970 / max(interval(), 0.001)).rounded(.down))
    }

    private func nonce(_ window: Int64) -> String {
        // The interval is part of the input: turning the knob must not bring an old nonce back to life.
        let input = "\(window) \(interval())"
        return Base64URL.encode(HMAC<SHA256>.authenticationCode(for: Data(input.utf8), using: key))
    }
}
