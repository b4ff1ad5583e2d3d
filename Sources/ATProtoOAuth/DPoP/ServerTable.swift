public import ATProtoSyntax
public import FoundationEssentials
import HTTPTypes
import Synchronization

/// What responses taught about each origin: the nonce it wants next (RFC 9449 section 8), and how far its clock is from ours.
///
/// It is shared by all sessions, so that one account's request saves the next one's first 401.
public final class ServerTable: Sendable {
    private struct Entry {
        var nonce: String?
        /// When the nonce came.
        var renewed: Date?
        var warnings: Set<ServerWarning.Rule> = []
        var clockOffset: TimeInterval = 0
        var used: UInt64
    }

    private struct State {
        var entries: [String: Entry] = [:]
        var uses: UInt64 = 0
    }

    /// `Date` has a resolution of a second and was true when the response began; what is less than this may be the journey.
    private static let noticeableOffset: TimeInterval = 5

    private let state = Mutex(State())
    private let capacity: Int
    private let nonceLife: TimeInterval

    /// A table.
    /// - Parameters:
    ///   - capacity: how many origins are remembered: those used last.
    ///   - nonceLife: how long a server may be expected to take a nonce, in seconds; see ``hasFreshNonce(for:at:)``.
    public init(capacity: Int = 1000, nonceLife: TimeInterval = 60) {
        self.capacity = capacity
        self.nonceLife = nonceLife
    }

    /// The nonce that `url`'s origin asked for last, whatever its age: one that has expired costs a retry, and so does none.
    public func nonce(for url: HTTPURL) -> String? { read(url)?.nonce }

    /// Whether there is a nonce that the origin may be expected to take at the time `now`. What can be sent only once should not leave
    /// without one.
    public func hasFreshNonce(for url: HTTPURL, at now: Date) -> Bool {
        read(url)?.renewed.map { now.timeIntervalSince($0) < nonceLife } ?? false
    }

    /// How far the clock of `url`'s origin is ahead of ours, in seconds; 0 if the difference is too small to matter.
    public func clockOffset(of url: HTTPURL) -> TimeInterval { read(url)?.clockOffset ?? 0 }

    /// Keeps the nonce of a response that came at the time `now`.
    public func keep(nonce: String, for url: HTTPURL, at now: Date) {
        change(url.origin) { ($0.nonce, $0.renewed) = (nonce, now) }
    }

    /// Remembers a warning.
    /// - Returns: whether it was not known before.
    func isNews(_ warning: ServerWarning) -> Bool { change(warning.origin) { $0.warnings.insert(warning.rule).inserted } }

    /// Learns from a response's `DPoP-Nonce` and `Date`.
    /// - Returns: the nonce of the response.
    @discardableResult
    func learn(from headers: HTTPFields, of url: HTTPURL, receivedAt now: Date) -> String? {
        let nonce = headers[.dpopNonce].flatMap { $0.isEmpty ? nil : $0 }
        // An answer with an age comes from a cache, and its date tells when it went in (RFC 9111 section 5.1).
        let date = headers[.age] == nil ? headers[.date] : nil
        let offset = date.flatMap(HTTPDate.parse).map { $0.timeIntervalSince(now) }
        change(url.origin) { entry in
            if let nonce { (entry.nonce, entry.renewed) = (nonce, now) }
            if let offset { entry.clockOffset = abs(offset) >= Self.noticeableOffset ? offset : 0 }
        }
        return nonce
    }

    private func read(_ url: HTTPURL) -> Entry? { state.withLock { $0.entries[url.origin] } }

    private func change<Result: Sendable>(_ origin: String, _ body: @Sendable (inout Entry) -> Result) -> Result {
        state.withLock { state in
            state.uses += 1
            var entry = state.entries[origin] ?? Entry(used: 0)
            entry.used = state.uses
            let result = body(&entry)
            state.entries[origin] = entry
            if state.entries.count > capacity, let oldest = state.entries.min(by: { $0.value.used < $1.value.used }) {
                state.entries[oldest.key] = nil
            }
            return result
        }
    }
}

extension HTTPField.Name {
    // The names are constants, so that a failure would show in every test.
    /// `DPoP-Nonce` (RFC 9449 section 8.1).
    static let dpopNonce = HTTPField.Name("DPoP-Nonce") ?? .authorization
    /// `DPoP` (RFC 9449 section 4.1).
    static let dpop = HTTPField.Name("DPoP") ?? .authorization
}
