import Synchronization

/// Nonces that servers sent along and the daemon has not been told of yet, by origin (RFC 9449 §8.2).
///
/// They travel with the next signature for that origin: telling the daemon at once would cost a call per response.
final class NonceLedger: Sendable {
    private struct Entry {
        var latest: String
        var isTold: Bool
    }

    /// A daemon without a nonce costs one more round trip, so forgetting is safe and the table can be small.
    private static let capacity = 128
    private let entries = Mutex<[String: Entry]>([:])

    func learn(_ nonce: String, from origin: String) {
        entries.withLock { entries in
            guard entries[origin]?.latest != nonce else { return }
            if entries.count >= Self.capacity { entries.removeAll() }
            entries[origin] = Entry(latest: nonce, isTold: false)
        }
    }

    func take(for origin: String) -> String? {
        entries.withLock { entries in
            guard let entry = entries[origin], !entry.isTold else { return nil }
            entries[origin]?.isTold = true
            return entry.latest
        }
    }
}
