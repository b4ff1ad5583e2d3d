import ATProtoOAuth
import FoundationEssentials
import Testing

@testable import Broker

/// Sessions in memory: how they are found, and how many may have their secrets there.
@Suite struct SessionTableTests {
    @Test func `the sessions that nobody used for longest are sealed again, and stay listed`() throws {
        var table = SessionTable((0..<10).map { .make(.make(did: Self.did($0))) }, unsealedAtMost: 4)
        for number in 0..<6 {
            let key = SessionKey.make(did: Self.did(number))
            table[key]?.session = try .make(Self.did(number))
            table.use(key, at: Date(timeIntervalSince1970: Double(number)))
        }
        let unsealed = table.all.filter { $0.session != nil }.map(\.record.key.did).sorted()
        #expect(unsealed == (2..<6).map(Self.did))
        #expect(table.count == 10)
        #expect(table.find(Self.did(0), uid: 1000).count == 1)
    }

    @Test func `a session that was unsealed just now is not the one that is sealed`() throws {
        var table = SessionTable((0..<3).map { .make(.make(did: Self.did($0))) }, unsealedAtMost: 1)
        for number in 0..<3 {
            let key = SessionKey.make(did: Self.did(number))
            // Nobody has used it yet: it was loaded for the upkeep.
            table[key]?.session = try .make(Self.did(number))
            #expect(table[key]?.session != nil)
            #expect(table.all.count { $0.session != nil } == 1)
        }
    }

    @Test func `a user's sessions are found without a look at everybody's`() throws {
        var table = SessionTable((0..<3).map { .make(.make(uid: 1, did: Self.did($0))) }, unsealedAtMost: 4)
        let other = SessionKey.make(uid: 2, did: Self.did(0))
        table[other] = SessionTable.Entry(record: .make(other))
        #expect(table.records(of: 1).map(\.key.did).sorted() == (0..<3).map(Self.did))
        #expect(table.records(of: 2).map(\.key) == [other])
        table[other] = nil
        #expect(table.records(of: 2).isEmpty)
        #expect(table.records(of: 3).isEmpty)
    }

    private static func did(_ number: Int) -> String { "did:web:user\(number).example" }
}
