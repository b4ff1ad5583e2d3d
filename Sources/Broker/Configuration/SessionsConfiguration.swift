/// How sessions are kept.
public struct SessionsConfiguration: Hashable, Sendable {
    /// `lock_wait`: the longest that a call waits for another change of the same session.
    public var lockWait: Duration = .seconds(60)

    mutating func read(_ table: inout ConfigurationTable) throws(ConfigurationError) {
        try table.read("lock_wait", &lockWait, in: .seconds(1) ... .seconds(3600))
    }
}
