/// How sessions are kept.
public struct SessionsConfiguration: Hashable, Sendable {
    /// `lock_wait`: the longest that a call waits for another change of the same session.
    public var lockWait: Duration = .seconds(60)
    /// `unsealed`: how many sessions may have their tokens and keys in memory. The others are unsealed when they are used.
    public var unsealed = 4096
    /// When sessions are refreshed although no call needs it.
    public var upkeep = UpkeepPolicy()

    mutating func read(_ table: inout ConfigurationTable) throws(ConfigurationError) {
        try table.read("lock_wait", &lockWait, in: .seconds(1) ... .seconds(3600))
        // Locked memory has room for the keys of about twice as many.
        try table.read("unsealed", &unsealed, in: 16...8192)
        try table.read("refresh_ahead", &upkeep.refreshAhead, in: .zero ... .seconds(86400))
        try table.read("idle_refresh", &upkeep.idleRefresh, in: .seconds(3600) ... .seconds(365 * 86400))
        try table.read("expiry_notice", &upkeep.expiryNotice, in: .zero ... .seconds(365 * 86400))
        try table.read("background_refreshes", &upkeep.concurrency, in: 1...256)
        try table.read("retry", &upkeep.retry, in: .seconds(1) ... .seconds(3600))
        try table.read("retry_longest", &upkeep.retryLongest, in: .seconds(1) ... .seconds(86400))
    }
}
