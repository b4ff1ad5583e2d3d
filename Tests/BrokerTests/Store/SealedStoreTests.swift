import BrokerAPI
import FoundationEssentials
import GRDB
import JOSE
import Testing

@testable import Broker

struct SealedStoreTests {
    let home = TemporaryDirectory()

    private func open() throws -> SealedStore { try SealedStore(in: StateDirectory(home.path), keyring: .make(1)) }

    @Test func `gives back a session as it was kept, after a restart too`() async throws {
        let record = SessionRecord.make()
        let store = try open()
        try await store.upsert(record)
        #expect(try await store.record(for: record.key) == record)
        try store.close()
        #expect(try await open().record(for: record.key) == record)
    }

    @Test func `replaces a session, and forgets its secrets when it ends`() async throws {
        let store = try open()
        var record = SessionRecord.make()
        try await store.upsert(record)
        record.state = .needsLogin
        record.cause = "token_refresh:refused"
        record.expiresAt = nil
        record.payload = nil
        try await store.upsert(record)
        #expect(try await store.record(for: record.key) == record)
        #expect(try await store.allRecords() == [record])
    }

    @Test func `lists sessions of all users without their secrets`() async throws {
        let store = try open()
        for uid: UInt32 in [0, 1000, .max] { try await store.upsert(.make(.make(uid: uid))) }
        let records = try await store.allRecords()
        #expect(Set(records.map(\.key.uid)) == [0, 1000, .max])
        #expect(records.allSatisfy { $0.payload == nil })
    }

    @Test func `tells sessions apart by user, registration and account`() async throws {
        let store = try open()
        let keys = [SessionKey.make(), .make(uid: 1001), .make(registration: "work"), .make(did: "did:web:bob.example")]
        for (index, key) in keys.enumerated() { try await store.upsert(.make(key, secret: "secret \(index)")) }
        for (index, key) in keys.enumerated() {
            #expect(try await store.record(for: key)?.payload == SecretBytes(copying: Array("secret \(index)".utf8)))
        }
    }

    @Test func `changes a handle and nothing else`() async throws {
        let store = try open()
        var record = SessionRecord.make()
        try await store.upsert(record)
        record.handle = nil
        try await store.setHandle(nil, for: record.key)
        #expect(try await store.record(for: record.key) == record)
    }

    @Test func `forgets a deleted session, and one that never was`() async throws {
        let store = try open()
        try await store.upsert(.make())
        try await store.delete(.make())
        try await store.delete(.make())
        #expect(try await store.record(for: .make()) == nil)
    }

    @Test func `hands a sign-in out once, to nobody but its user`() async throws {
        let store = try open()
        let login = LoginRecord.make()
        try await store.putLogin(login)
        #expect(try await store.takeLogin(uid: 1001, registration: "default", nonce: "n-1") == nil)
        async let first = store.takeLogin(uid: 1000, registration: "default", nonce: "n-1")
        async let second = store.takeLogin(uid: 1000, registration: "default", nonce: "n-1")
        let taken = try await [first, second].compactMap { $0 }
        #expect(taken == [login])
    }

    @Test func `purges sign-ins that have expired, and no others`() async throws {
        let store = try open()
        try await store.putLogin(.make(nonce: "old", expiresAt: 1_800_000_100))
        try await store.putLogin(.make(nonce: "new", expiresAt: 1_800_000_101))
        #expect(try await store.purge(expiredAt: Date(timeIntervalSince1970: 1_800_000_100)) == 1)
        #expect(try await store.takeLogin(uid: 1000, registration: "default", nonce: "new") != nil)
    }

    @Test func `keeps a session although its caller was cancelled`() async throws {
        let store = try open()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await store.upsert(.make())
        }
        try await task.value
        #expect(try await store.record(for: .make()) != nil)
    }

    @Test func `is durable: the pragmas are what they have to be`() async throws {
        let store = try open()
        let found = try await store.read { database in
            try ["synchronous", "journal_mode", "secure_delete"].map { try String.fetchOne(database, sql: "PRAGMA \($0)") }
        }
        #expect(found == ["2", "wal", "1"])
    }

    @Test func `leaves no secret in any of its files`() async throws {
        let store = try open()
        try await store.upsert(.make())
        try await store.putLogin(.make())
        let files = try FileManager.default.contentsOfDirectory(atPath: home.path)
        #expect(Set(files) == ["lock", "sessions.sqlite", "sessions.sqlite-shm", "sessions.sqlite-wal"])
        for file in files {
            let text = String(decoding: FileManager.default.contents(atPath: home.path + "/" + file) ?? Data(), as: UTF8.self)
            #expect(!text.contains("the refresh token") && !text.contains("the verifier"), "\(file)")
        }
    }
}
