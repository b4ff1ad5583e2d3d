import FoundationEssentials
import Logging
import Synchronization

/// Keeps sessions alive that nobody is asking for: refreshes ahead of time, resolves lost answers, announces ends.
///
/// It wakes up often and compares wall-clock times instead of sleeping until one, so that suspended machines and clocks that are set
/// need no special care. Calls never wait for it: a call that needs new tokens gets them itself, or joins the refresh under way.
final class Upkeep: Sendable {
    /// How often it looks around.
    static let interval: TimeInterval = 15

    /// Beats with every look around.
    let pulse = Pulse()
    private let sessions: any MaintainedSessions
    private let policy: UpkeepPolicy
    private let plan: Mutex<UpkeepPlan>
    private let now: @Sendable () -> Date
    private let random: @Sendable () -> Double
    private let logger: Logger

    init(
        _ sessions: any MaintainedSessions, policy: UpkeepPolicy, logger: Logger, now: @escaping @Sendable () -> Date,
        random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
    ) {
        self.sessions = sessions
        self.policy = policy
        self.logger = logger
        self.now = now
        self.random = random
        plan = Mutex(UpkeepPlan(policy))
    }

    /// Looks around until the task is cancelled; refreshes under way then still finish.
    /// - Parameter sleep: waits for ``interval``.
    func run(sleep: @Sendable () async throws -> Void = { try await Task.sleep(for: .seconds(interval)) }) async {
        defer { plan.withLock { $0.stop() } }
        while !Task.isCancelled {
            lookAround()
            do { try await sleep() } catch { return }
        }
    }

    /// Whether no refresh of its own is under way.
    var isIdle: Bool { plan.withLock { $0.isIdle } }

    /// Starts what is due, as far as there is room.
    func lookAround() {
        let now = now()
        let jump = plan.withLock { $0.look(at: now, waited: Self.interval) }
        if jump != 0 { logger.info("the clock was set, or the machine slept", metadata: ["seconds": "\(Int(jump))"]) }
        announce(now)
        let due = sessions.records { record, usedAt in
            policy.needsRefresh(record, usedAt: usedAt, at: now, spread: { Self.spread(record) })
        }
        plan.withLock { $0.replaceQueue(due) }
        startWhatMay()
        pulse.beat()
    }

    private func startWhatMay() {
        while let key = plan.withLock({ $0.next(at: now()) }) {
            Task {
                let outcome = await refresh(key)
                plan.withLock { $0.finish(key, outcome, at: now(), random: random()) }
                startWhatMay()
            }
        }
    }

    private func refresh(_ key: SessionKey) async -> RefreshOutcome {
        // A call may have refreshed the session while it stood in the queue.
        guard isStillDue(key) else { return .notTried }
        do {
            try await sessions.refresh(key)
            logger.debug("refreshed ahead of time", metadata: Self.metadata(key))
            return .answered
        } catch {
            logger.info("a refresh ahead of time failed: \(error)", metadata: Self.metadata(key))
            return RefreshOutcome(error, at: now())
        }
    }

    private func isStillDue(_ key: SessionKey) -> Bool {
        guard let record = sessions.record(key) else { return false }
        return policy.needsRefresh(record, usedAt: .distantFuture, at: now(), spread: { Self.spread(record) })
    }

    private func announce(_ now: Date) {
        let expiring = sessions.records { record, _ in policy.isExpiring(record, at: now) }
        for record in plan.withLock({ $0.announce(expiring, at: now) }) { sessions.announceEnd(of: record) }
    }

    /// The same for a session as long as it has the same tokens.
    private static func spread(_ record: SessionRecord) -> Double {
        var hasher = Hasher()
        hasher.combine(record.key)
        hasher.combine(record.updatedAt)
        return Double(UInt32(truncatingIfNeeded: hasher.finalize())) / Double(UInt32.max)
    }

    private static func metadata(_ key: SessionKey) -> Logger.Metadata {
        ["uid": "\(key.uid)", "registration": "\(key.registration)", "did": "\(key.did)"]
    }
}
