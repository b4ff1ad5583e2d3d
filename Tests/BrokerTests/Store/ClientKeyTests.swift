import ATProtoOAuth
import FoundationEssentials
import GRDB
import JOSE
import Testing

@testable import Broker

struct ClientKeyTests {
    private let home = TemporaryDirectory()
    private let clock = ManualClock()

    private func open() throws -> SealedStore {
        try SealedStore(in: StateDirectory(home.path), keyring: .keyFile(at: home.path + "/master-key"))
    }

    @Test func `a client's first key is made once`() async throws {
        let store = try open()
        let keys = ClientKeys(store: store, now: clock.now)
        let first = try await keys.keyset(of: "work").keys
        #expect(first.count == 1 && first[0].key.keyID == first[0].key.publicKey.thumbprint)
        #expect(try await keys.keyset(of: "work").keys.map(\.key.keyID) == first.map(\.key.keyID))
        #expect(try await keys.keyset(of: "other").keys.map(\.key.keyID) != first.map(\.key.keyID))
        #expect(try home.files().allSatisfy { !$0.contains("\"d\"") })
    }

    @Test func `a retired key stays while a session uses it, or a login may`() async throws {
        let keys = ClientKeys(store: try open(), now: clock.now)
        let first = try #require(try await keys.keyset(of: "work").keys[0].key.keyID)
        clock.advance(60)
        let second = try await keys.rotate("work") { _ in false }.keys
        #expect(second.map(\.isRetired) == [false, true])
        clock.advance(7200)
        #expect(try await keys.rotate("work") { $0 == first }.keys.contains { $0.key.keyID == first && $0.isRetired })
        clock.advance(7200)
        let last = try await keys.rotate("work") { _ in false }.keys
        #expect(!last.contains { $0.key.keyID == first })
        // Those retired just now stay: their logins may be under way.
        #expect(last.map(\.isRetired) == [false, true])
    }

    @Test func `another master key seals client keys as well`() async throws {
        let store = try open()
        let keys = ClientKeys(store: store, now: clock.now)
        let before = try await keys.keyset(of: "work").keys.map(\.key.keyID)
        #expect(try await store.rotateMasterKey(keyFile: home.path + "/master-key") == 1)
        try store.close()
        #expect(try await ClientKeys(store: open(), now: clock.now).keyset(of: "work").keys.map(\.key.keyID) == before)
    }

    @Test func `a store of the first format is brought up to date with its sessions`() async throws {
        let store = try open()
        try await store.upsert(.make())
        try await store.write { try $0.execute(sql: "DROP TABLE client_key; PRAGMA user_version = 1") }
        try store.close()
        let upgraded = try open()
        #expect(try await upgraded.record(for: .make()) == .make())
        #expect(try await upgraded.read { try Int32.fetchOne($0, sql: "PRAGMA user_version") } == StoreSchema.version)
        #expect(try await ClientKeys(store: upgraded, now: clock.now).keyset(of: "work").keys.count == 1)
    }
}
