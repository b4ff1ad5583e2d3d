import BrokerAPI
import FoundationEssentials

/// When sessions are refreshed although no call needs it, and how failures are waited out.
public struct UpkeepPolicy: Hashable, Sendable {
    /// How long before its access token ends a session in use is refreshed.
    public var refreshAhead: Duration = .seconds(300)
    /// How often a session that nobody uses is refreshed, so that its refresh token does not die of age.
    public var idleRefresh: Duration = .seconds(3 * 86400)
    /// How long before its fixed end a session is announced as expiring.
    public var expiryNotice: Duration = .seconds(3 * 86400)
    /// The most refreshes in the background at once.
    public var concurrency = 4
    /// The wait after a first failure; each further one doubles it.
    public var retry: Duration = .seconds(30)
    /// The longest wait after a failure, unless the server names a longer one.
    public var retryLongest: Duration = .seconds(3600)

    /// An access token that lives shorter is left to the calls that need it: refreshing it ahead of time would never stop.
    private static let shortLife: TimeInterval = 120
    /// Access tokens without a stated end are taken to live as long as servers are allowed to let them (atproto OAuth "Tokens").
    private static let unstatedLife: TimeInterval = 3600
    /// Tokens stored this far in the future were stored by a clock that was wrong, or it is now.
    private static let clockTolerance: TimeInterval = 300

    /// The defaults.
    public init() {}

    /// Whether a session is to be refreshed now.
    /// - Parameters:
    ///   - usedAt: when somebody used it last.
    ///   - spread: between 0 and 1, different for each session, so that those that signed in together do not refresh together.
    func needsRefresh(_ record: SessionRecord, usedAt: Date?, at now: Date, spread: () -> Double) -> Bool {
        switch record.state {
        case .needsLogin: false
        // Its refresh token may be spent. The access token serves first, and only then the refresh token is tried, once.
        case .ambiguousRefresh: now >= record.expiresAt ?? record.updatedAt + Self.unstatedLife
        case .active: isDue(record, usedAt, now, spread)
        }
    }

    private func isDue(_ record: SessionRecord, _ usedAt: Date?, _ now: Date, _ spread: () -> Double) -> Bool {
        // The clock went back, so that the end of the access token cannot be told any more.
        if record.updatedAt > now + Self.clockTolerance { return usedAt != nil }
        let idle = idleRefresh / .seconds(1)
        if now >= record.updatedAt + idle * 0.75, now >= record.updatedAt + idle * (0.75 + spread() / 4) { return true }
        let end = record.expiresAt ?? record.updatedAt + Self.unstatedLife
        let life = end.timeIntervalSince(record.updatedAt)
        guard let usedAt, usedAt >= record.updatedAt, life >= Self.shortLife else { return false }
        let ahead = min(refreshAhead / .seconds(1), life / 3)
        return now >= end - ahead && now >= end - ahead * (0.5 + spread() / 2)
    }

    /// Whether the fixed end of a session is near.
    func isExpiring(_ record: SessionRecord, at now: Date) -> Bool {
        guard record.state != .needsLogin, let end = record.endsAt else { return false }
        return now < end && now >= end - expiryNotice / .seconds(1)
    }
}
