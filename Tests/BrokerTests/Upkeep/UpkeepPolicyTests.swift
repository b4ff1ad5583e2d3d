import BrokerAPI
import FoundationEssentials
import Testing

@testable import Broker

struct UpkeepPolicyTests {
    private static let begin = Date(timeIntervalSince1970: 1_800_000_000)
    private let policy = UpkeepPolicy()

    /// A session whose tokens came at `begin` and live half an hour.
    private func record(_ state: SessionState = .active, life: TimeInterval? = 1800) -> SessionRecord {
        var record = SessionRecord.make()
        record.state = state
        record.updatedAt = Self.begin
        record.expiresAt = life.map { Self.begin + $0 }
        record.endsAt = Self.begin + 14 * 86400
        return record
    }

    private func isDue(_ record: SessionRecord, usedAfter: TimeInterval? = nil, after seconds: TimeInterval, spread: Double = 1) -> Bool {
        policy.needsRefresh(record, usedAt: usedAfter.map { Self.begin + $0 }, at: Self.begin + seconds, spread: { spread })
    }

    @Test func `a session in use is refreshed before its access token ends, each at its own moment`() {
        #expect(!isDue(record(), usedAfter: 60, after: 1499))
        #expect(isDue(record(), usedAfter: 60, after: 1500, spread: 1))
        #expect(!isDue(record(), usedAfter: 60, after: 1649, spread: 0))
        #expect(isDue(record(), usedAfter: 60, after: 1650, spread: 0))
    }

    @Test func `a session that nobody used since its last refresh is left alone`() {
        #expect(!isDue(record(), after: 1700))
        #expect(!isDue(record(), usedAfter: -5, after: 1700))
    }

    @Test func `a token that lives minutes is refreshed in the last third of its life, one that lives seconds by its callers`() {
        #expect(!isDue(record(life: 180), usedAfter: 1, after: 119))
        #expect(isDue(record(life: 180), usedAfter: 1, after: 120))
        #expect(!isDue(record(life: 60), usedAfter: 1, after: 59))
    }

    @Test func `an idle session is refreshed long before its refresh token dies of age`() {
        #expect(!isDue(record(), after: 2 * 86400))
        #expect(isDue(record(), after: 2.25 * 86400, spread: 0))
        #expect(isDue(record(), after: 3 * 86400))
    }

    @Test func `an ambiguous session serves with its access token first`() {
        #expect(!isDue(record(.ambiguousRefresh), usedAfter: 60, after: 1799))
        #expect(isDue(record(.ambiguousRefresh), after: 1800))
        #expect(!isDue(record(.ambiguousRefresh, life: nil), after: 3599))
        #expect(isDue(record(.ambiguousRefresh, life: nil), after: 3600))
    }

    @Test func `an ended session is never refreshed`() {
        #expect(!isDue(record(.needsLogin), usedAfter: 1, after: 30 * 86400))
    }

    @Test func `a clock that went back makes the ends of tokens worthless, so that a session in use is refreshed`() {
        #expect(isDue(record(), usedAfter: -86000, after: -86400))
        #expect(!isDue(record(), after: -86400))
        #expect(!isDue(record(), usedAfter: 0, after: -100))
    }

    @Test func `the fixed end is near three days ahead, and not any more when it has come`() {
        #expect(!policy.isExpiring(record(), at: Self.begin + 11 * 86400 - 1))
        #expect(policy.isExpiring(record(), at: Self.begin + 11 * 86400))
        #expect(!policy.isExpiring(record(), at: Self.begin + 14 * 86400))
        #expect(!policy.isExpiring(record(.needsLogin), at: Self.begin + 12 * 86400))
    }
}
