public import ATProtoSyntax
public import FoundationEssentials

/// The nonce that each origin wants next (RFC 9449 section 8).
///
/// It is shared by all sessions that trust each other, so that one account's request saves the next one's first 401.
public final class NonceTable: Sendable {
    private struct Entry {
        var nonce: String?
        /// When the nonce came from the origin itself; nil if somebody only said that it did.
        var renewed: Date?
    }

    private let entries: OriginTable<Entry>
    let capacity: Int
    let life: TimeInterval

    /// A table.
    /// - Parameters:
    ///   - capacity: how many origins are remembered: those used last.
    ///   - life: how long a server may be expected to take a nonce, in seconds; see ``isFresh(for:at:)``.
    public init(capacity: Int = 1000, life: TimeInterval = 60) {
        self.capacity = capacity
        self.life = life
        entries = OriginTable(capacity: capacity, empty: Entry())
    }

    /// The nonce that `url`'s origin asked for last, whatever its age: one that has expired costs a retry, and so does none.
    public func nonce(for url: HTTPURL) -> String? { entries.entry(of: url.origin)?.nonce }

    /// Whether there is a nonce that the origin may be expected to take at the time `now`: one that came from it, and not long ago. What
    /// can be sent only once should not leave without one. A nonce of the future is one of before the clock was set back.
    public func isFresh(for url: HTTPURL, at now: Date) -> Bool {
        entries.entry(of: url.origin)?.renewed.map { (0..<life).contains(now.timeIntervalSince($0)) } ?? false
    }

    /// Keeps the nonce of a response that came at the time `now`.
    public func keep(_ nonce: String, for url: HTTPURL, at now: Date) {
        entries.change(url.origin) { $0 = Entry(nonce: nonce, renewed: now) }
    }

    /// Keeps a nonce that a caller says a response had. It is tried, for what it is worth, and never taken for fresh.
    public func report(_ nonce: String, for url: HTTPURL) {
        entries.change(url.origin) { entry in
            if entry.nonce != nonce { entry = Entry(nonce: nonce) }
        }
    }
}
