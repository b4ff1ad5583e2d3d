import FoundationEssentials

/// The sessions that ``Upkeep`` takes care of.
protocol MaintainedSessions: Sendable {
    /// The rows that `isChosen` picks, given when somebody used each session last.
    func records(where isChosen: (SessionRecord, _ usedAt: Date?) -> Bool) -> [SessionRecord]

    /// The row of one session; nil if there is none.
    func record(_ key: SessionKey) -> SessionRecord?

    /// Rotates a session's tokens and returns when the new ones are durable.
    ///
    /// Throws `TokenRefreshError` if there are no new tokens: its reason says whether the session has ended.
    func refresh(_ key: SessionKey) async throws

    /// Tells programs that the fixed end of a session is near.
    func announceEnd(of record: SessionRecord)
}
