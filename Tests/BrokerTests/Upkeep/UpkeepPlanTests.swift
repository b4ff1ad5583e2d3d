import FoundationEssentials
import Testing

@testable import Broker

struct UpkeepPlanTests {
    private static let begin = Date(timeIntervalSince1970: 1_800_000_000)

    private func record(_ number: Int, issuer: String = "https://as.example") -> SessionRecord {
        var record = SessionRecord.make(.make(did: "did:web:a\(number).example"))
        record.issuer = issuer
        return record
    }

    /// Runs the next refresh of `plan` with an outcome.
    private func turn(_ plan: inout UpkeepPlan, _ outcome: RefreshOutcome, after seconds: TimeInterval) -> SessionKey? {
        let key = plan.next(at: Self.begin + seconds)
        if let key { plan.finish(key, outcome, at: Self.begin + seconds, random: 1) }
        return key
    }

    @Test func `no more refreshes are under way than are allowed, and no more than two at one server`() {
        var plan = UpkeepPlan(UpkeepPolicy())
        plan.replaceQueue((0..<10).map { record($0) } + (10..<20).map { record($0, issuer: "https://other.example") })
        let started = (0..<20).compactMap { _ in plan.next(at: Self.begin) }
        #expect(started.map(\.did) == [0, 1, 10, 11].map { "did:web:a\($0).example" })
        plan.finish(started[0], .answered, at: Self.begin, random: 0)
        #expect(plan.next(at: Self.begin)?.did == "did:web:a2.example")
    }

    @Test func `a failed session waits twice as long each time, up to the longest wait`() {
        var plan = UpkeepPlan(UpkeepPolicy())
        var seconds: TimeInterval = 0
        for wait in [30, 60, 120, 240, 480, 960, 1920, 3600, 3600] as [TimeInterval] {
            plan.replaceQueue([record(0)])
            #expect(turn(&plan, .notTried, after: seconds) != nil)
            plan.replaceQueue([record(0)])
            #expect(plan.next(at: Self.begin + seconds + wait - 1) == nil, "\(wait)")
            seconds += wait
        }
    }

    @Test func `a session that came to rest by itself is not held up by failures of before`() {
        var plan = UpkeepPlan(UpkeepPolicy())
        plan.replaceQueue([record(0)])
        _ = turn(&plan, .notTried, after: 0)
        plan.replaceQueue([])
        plan.replaceQueue([record(0)])
        #expect(plan.next(at: Self.begin + 1) != nil)
    }

    @Test func `three failures in a row leave a server alone, and nobody else`() {
        var plan = UpkeepPlan(UpkeepPolicy())
        plan.replaceQueue((0..<9).map { record($0) } + [record(9, issuer: "https://other.example")])
        for _ in 0..<3 { #expect(turn(&plan, .serverFailed(retryAfter: nil), after: 0) != nil) }
        #expect(turn(&plan, .answered, after: 0)?.did == "did:web:a9.example")
        #expect(plan.next(at: Self.begin + 29) == nil)
    }

    @Test func `one refresh tries the server for the others; its outcome decides for all`() {
        var plan = UpkeepPlan(UpkeepPolicy())
        plan.replaceQueue((0..<9).map { record($0) })
        for _ in 0..<3 { _ = turn(&plan, .serverFailed(retryAfter: nil), after: 0) }
        let probe = plan.next(at: Self.begin + 30)
        #expect(probe != nil)
        #expect(plan.next(at: Self.begin + 30) == nil)
        if let probe { plan.finish(probe, .serverFailed(retryAfter: nil), at: Self.begin + 30, random: 1) }
        #expect(plan.next(at: Self.begin + 89) == nil)
        #expect(turn(&plan, .answered, after: 90) != nil)
        #expect(plan.next(at: Self.begin + 90) != nil)
        #expect(plan.next(at: Self.begin + 90) != nil)
    }

    @Test func `a server that names a time is left alone until then, at its first failure and at most a day`() {
        var plan = UpkeepPlan(UpkeepPolicy())
        plan.replaceQueue([record(0), record(1)])
        _ = turn(&plan, .serverFailed(retryAfter: 500), after: 0)
        #expect(plan.next(at: Self.begin + 499) == nil)
        #expect(turn(&plan, .serverFailed(retryAfter: 1e9), after: 500) != nil)
        plan.replaceQueue([record(0), record(1)])
        #expect(plan.next(at: Self.begin + 500 + 86400) != nil)
    }

    @Test func `waits keep their length when the clock is set back, and pass while the machine sleeps`() {
        var plan = UpkeepPlan(UpkeepPolicy())
        #expect(plan.look(at: Self.begin, waited: 15) == 0)
        #expect(plan.look(at: Self.begin + 15, waited: 15) == 0)
        plan.replaceQueue([record(0)])
        _ = turn(&plan, .notTried, after: 15)
        #expect(plan.look(at: Self.begin - 86400 + 30, waited: 15) == -86400)
        plan.replaceQueue([record(0)])
        #expect(plan.next(at: Self.begin - 86400 + 44) == nil)
        #expect(turn(&plan, .notTried, after: -86400 + 45) != nil)
        #expect(plan.look(at: Self.begin - 86400 + 45 + 7200, waited: 15) == 7200)
        plan.replaceQueue([record(0)])
        #expect(plan.next(at: Self.begin - 86400 + 45 + 7200) != nil)
    }

    @Test func `an end is announced once a day`() {
        var plan = UpkeepPlan(UpkeepPolicy())
        #expect(plan.announce([record(0)], at: Self.begin).count == 1)
        #expect(plan.announce([record(0), record(1)], at: Self.begin + 15).map(\.key.did) == ["did:web:a1.example"])
        #expect(plan.announce([record(0), record(1)], at: Self.begin + 86400).count == 1)
    }

    @Test func `nothing starts after the end`() {
        var plan = UpkeepPlan(UpkeepPolicy())
        plan.replaceQueue([record(0)])
        plan.stop()
        #expect(plan.next(at: Self.begin) == nil)
        plan.replaceQueue([record(0)])
        #expect(plan.next(at: Self.begin) == nil)
    }
}
