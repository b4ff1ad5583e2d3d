public import ATProtoSyntax
public import FoundationEssentials
import HTTPTypes

/// What responses taught about each origin: how far its clock is from ours, which rules it breaks, and the nonce it wants next.
///
/// Clocks and warnings come from responses alone, and may be shared by everybody. Nonces may also come from callers, who may be wrong or
/// lie; ``separatingNonces()`` keeps those of callers apart who are not to disturb each other.
public final class ServerTable: Sendable {
    private struct Facts {
        var warnings: Set<ServerWarning.Rule> = []
        var clockOffset: TimeInterval = 0
    }

    /// `Date` has a resolution of a second and was true when the response began; what is less than this may be the journey.
    private static let noticeableOffset: TimeInterval = 5

    /// The nonces.
    public let nonces: NonceTable
    private let facts: OriginTable<Facts>

    /// A table.
    /// - Parameters:
    ///   - capacity: how many origins are remembered: those used last.
    ///   - nonces: the nonces; a table of their own unless given.
    public init(capacity: Int = 1000, nonces: NonceTable = NonceTable()) {
        self.nonces = nonces
        facts = OriginTable(capacity: capacity, empty: Facts())
    }

    private init(sharing other: ServerTable) {
        nonces = NonceTable(capacity: other.nonces.capacity, life: other.nonces.life)
        facts = other.facts
    }

    /// A table that shares clocks and warnings with this one, whichever learns them, and has nonces of its own.
    public func separatingNonces() -> ServerTable { ServerTable(sharing: self) }

    /// How far the clock of `url`'s origin is ahead of ours, in seconds; 0 if the difference is too small to matter.
    public func clockOffset(of url: HTTPURL) -> TimeInterval { facts.entry(of: url.origin)?.clockOffset ?? 0 }

    /// Remembers a warning.
    /// - Returns: whether it was not known before.
    func isNews(_ warning: ServerWarning) -> Bool { facts.change(warning.origin) { $0.warnings.insert(warning.rule).inserted } }

    /// Learns from a response's `DPoP-Nonce` and `Date`.
    /// - Returns: the nonce of the response.
    @discardableResult
    func learn(from headers: HTTPFields, of url: HTTPURL, receivedAt now: Date) -> String? {
        let nonce = headers[.dpopNonce].flatMap { $0.isEmpty ? nil : $0 }
        if let nonce { nonces.keep(nonce, for: url, at: now) }
        // An answer with an age comes from a cache, and its date tells when it went in (RFC 9111 section 5.1).
        let date = headers[.age] == nil ? headers[.date] : nil
        if let offset = date.flatMap(HTTPDate.parse).map({ $0.timeIntervalSince(now) }) {
            facts.change(url.origin) { $0.clockOffset = abs(offset) >= Self.noticeableOffset ? offset : 0 }
        }
        return nonce
    }
}
