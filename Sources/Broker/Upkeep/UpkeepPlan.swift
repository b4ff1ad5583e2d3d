import FoundationEssentials

/// Which background refreshes are due, under way, or waiting out a failure. It decides; ``Upkeep`` acts.
struct UpkeepPlan {
    private struct Candidate {
        let key: SessionKey
        let issuer: String
    }

    let policy: UpkeepPolicy
    private var queue: [Candidate] = []
    private var running: [SessionKey: String] = [:]
    private var backoffs: [SessionKey: Backoff] = [:]
    private var circuits: [String: Circuit] = [:]
    private var announcements: [SessionKey: Date] = [:]
    private var lastLook: Date?
    private var isStopped = false

    /// How often a session that will end is announced again: programs may have been away the first time.
    private static let announcementInterval: TimeInterval = 86400
    /// A wake-up this much off was not the scheduler's doing.
    private static let noticeableJump: TimeInterval = 5

    init(_ policy: UpkeepPolicy) { self.policy = policy }

    /// Compares the wall clock with what it should show `waited` seconds after the last look. Waits keep their length when the clock
    /// was set back; time that passed while the machine slept counts.
    /// - Returns: how far the clock is off, or 0 if that does not matter.
    mutating func look(at now: Date, waited: TimeInterval) -> TimeInterval {
        defer { lastLook = now }
        guard let lastLook else { return 0 }
        let jump = now.timeIntervalSince(lastLook) - waited
        guard abs(jump) > Self.noticeableJump else { return 0 }
        if jump < 0 {
            for key in backoffs.keys { backoffs[key]?.shift(by: jump) }
            for issuer in circuits.keys { circuits[issuer]?.shift(by: jump) }
            for key in announcements.keys { announcements[key]? += jump }
        }
        return jump
    }

    /// Takes the sessions that need a refresh, in place of those noted before.
    mutating func replaceQueue(_ records: [SessionRecord]) {
        guard !isStopped else { return }
        let due = Set(records.map(\.key))
        // Whatever was wrong with a session that needs nothing any more is over.
        backoffs = backoffs.filter { due.contains($0.key) || running[$0.key] != nil }
        circuits = circuits.filter { !$0.value.isIdle }
        queue = records.filter { running[$0.key] == nil }.map { Candidate(key: $0.key, issuer: $0.issuer) }
    }

    /// Whether no refresh is under way.
    var isIdle: Bool { running.isEmpty }

    /// The next refresh that may start; it counts as under way from now on.
    mutating func next(at now: Date) -> SessionKey? {
        guard running.count < policy.concurrency else { return nil }
        let index = queue.firstIndex { candidate in
            now >= backoffs[candidate.key]?.notBefore ?? .distantPast && circuits[candidate.issuer]?.admits(at: now) ?? true
        }
        guard let index else { return nil }
        let chosen = queue.remove(at: index)
        running[chosen.key] = chosen.issuer
        circuits[chosen.issuer, default: Circuit()].begin()
        return chosen.key
    }

    mutating func finish(_ key: SessionKey, _ outcome: RefreshOutcome, at now: Date, random: Double) {
        guard let issuer = running.removeValue(forKey: key) else { return }
        circuits[issuer]?.finish(outcome, at: now, policy, random: random)
        switch outcome {
        case .answered: backoffs[key] = nil
        case .serverFailed(let retryAfter): backoffs[key, default: Backoff()].fail(at: now, retryAfter: retryAfter, policy, random: random)
        case .notTried: backoffs[key, default: Backoff()].fail(at: now, retryAfter: nil, policy, random: random)
        }
    }

    /// Those of `expiring` that are to be announced now.
    mutating func announce(_ expiring: [SessionRecord], at now: Date) -> [SessionRecord] {
        let news = expiring.filter { now >= announcements[$0.key]?.addingTimeInterval(Self.announcementInterval) ?? .distantPast }
        announcements = Dictionary(
            uniqueKeysWithValues: expiring.compactMap { record in announcements[record.key].map { (record.key, $0) } })
        for record in news { announcements[record.key] = now }
        return news
    }

    /// Starts nothing any more.
    mutating func stop() {
        isStopped = true
        queue = []
    }
}
