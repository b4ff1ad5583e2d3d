import ATProtoOAuth
import ATProtoSyntax
import FoundationEssentials
import Logging
import Synchronization
import Testing

@testable import Broker

struct UpkeepTests {
    private let clock = ManualClock()
    private let logger = Logger(label: "upkeep") { _ in SwiftLogNoOpLogHandler() }

    private func records(_ count: Int) -> [SessionRecord] {
        (0..<count).map { number in
            var record = SessionRecord.make(.make(did: "did:web:a\(number).example"))
            record.updatedAt = ManualClock.begin
            record.expiresAt = ManualClock.begin + 1800
            return record
        }
    }

    private func renewing() -> @Sendable (SessionRecord) async throws -> SessionRecord {
        { [clock] record in
            var renewed = record
            renewed.updatedAt = clock.now()
            renewed.expiresAt = clock.now() + 1800
            return renewed
        }
    }

    @Test(.timeLimit(.minutes(1))) func `every session that is due gets its turn, a few at a time, in one look`() async {
        let sessions = ScriptedSessions(records(50), answer: renewing())
        let upkeep = Upkeep(sessions, policy: UpkeepPolicy(), logger: logger, now: clock.now)
        clock.advance(1700)
        upkeep.lookAround()
        var turns: Set<SessionKey> = []
        for await key in sessions.refreshes.prefix(50) { turns.insert(key) }
        #expect(turns.count == 50)
        #expect(sessions.records { record, _ in record.updatedAt == ManualClock.begin }.count <= 4)
    }

    @Test(.timeLimit(.minutes(1))) func `the first look after a suspend refreshes what ended meanwhile`() async {
        let sessions = ScriptedSessions(records(1), answer: renewing())
        let upkeep = Upkeep(sessions, policy: UpkeepPolicy(), logger: logger, now: clock.now)
        upkeep.lookAround()
        clock.advance(8 * 3600)
        upkeep.lookAround()
        var turns = sessions.refreshes.makeAsyncIterator()
        #expect(await turns.next() != nil)
    }

    @Test(.timeLimit(.minutes(1))) func `a failed refresh is tried again after its wait, not before`() async throws {
        let (failures, fail) = AsyncStream<Void>.makeStream()
        let sessions = ScriptedSessions(records(1)) { _ in
            defer { fail.yield() }
            throw TokenRefreshError(try DID("did:web:a0.example"), .unavailable)
        }
        // The plan alone decides when; see UpkeepPlanTests. Here: that an error reaches it.
        let upkeep = Upkeep(sessions, policy: UpkeepPolicy(), logger: logger, now: clock.now, random: { 1 })
        clock.advance(1700)
        upkeep.lookAround()
        for await _ in failures.prefix(1) {}
        clock.advance(60)
        while !upkeep.isIdle { await Task.yield() }
        upkeep.lookAround()
        for await _ in failures.prefix(1) {}
    }

    @Test(.timeLimit(.minutes(1))) func `it wakes up again and again until it is cancelled, and starts nothing then`() async {
        let sessions = ScriptedSessions(records(1), answer: renewing())
        let upkeep = Upkeep(sessions, policy: UpkeepPolicy(), logger: logger, now: clock.now)
        let (sleeps, slept) = AsyncStream<Void>.makeStream()
        let task = Task { [clock] in
            await upkeep.run {
                try Task.checkCancellation()
                slept.yield()
                clock.advance(Upkeep.interval)
                await Task.yield()
            }
        }
        for await _ in sleeps.prefix(200) {}
        var turns = sessions.refreshes.makeAsyncIterator()
        #expect(await turns.next() != nil)
        task.cancel()
        await task.value
        clock.advance(86400)
        upkeep.lookAround()
        #expect(upkeep.isIdle)
    }

    @Test func `an end that is near is announced`() {
        var record = records(1)[0]
        record.endsAt = ManualClock.begin + 86400
        let sessions = ScriptedSessions([record], answer: renewing())
        let upkeep = Upkeep(sessions, policy: UpkeepPolicy(), logger: logger, now: clock.now)
        upkeep.lookAround()
        upkeep.lookAround()
        #expect(sessions.announced.withLock { $0 } == [record.key])
    }
}
