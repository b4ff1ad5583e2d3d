import GRDB
import Testing

@testable import Broker

struct RotationTests {
    let home = TemporaryDirectory()
    private var keyFile: String { home.path + "/master-key" }

    private func open() throws -> SealedStore {
        try SealedStore(in: StateDirectory(home.path), keyring: .keyFile(at: keyFile))
    }

    private func keyIDs(_ store: SealedStore) async throws -> Set<String> {
        try await store.read { database in
            try Set(
                String.fetchAll(
                    database,
                    sql: "SELECT key_id FROM session WHERE sealed IS NOT NULL UNION SELECT key_id FROM login UNION SELECT key_id FROM meta")
            )
        }
    }

    @Test func `moves everything to a new key, which alone opens it after a restart`() async throws {
        let former: String
        do {
            let store = try open()
            former = store.keyring.currentID
            for number in 0..<20 { try await store.upsert(.make(.make(did: "did:web:a\(number).example"))) }
            try await store.upsert(.make(.make(did: "did:web:ended.example"), secret: nil))
            try await store.putLogin(.make())
            try await store.rotateMasterKey(keyFile: keyFile)
            #expect(!store.isRotating)
            try store.close()
        }
        let store = try open()
        #expect(store.keyring.currentID != former)
        #expect(try await keyIDs(store) == [store.keyring.currentID])
        #expect(try await store.record(for: .make(did: "did:web:a7.example")) == .make(.make(did: "did:web:a7.example")))
        #expect(try await store.takeLogin(uid: 1000, registration: "default", nonce: "n-1") == .make())
    }

    @Test func `goes on with a rotation that was interrupted`() async throws {
        do {
            let store = try open()
            try await store.upsert(.make())
            try store.keyring.adding(.generate()).write(keyFile: keyFile)
            try store.close()
        }
        let store = try open()
        #expect(store.isRotating)
        #expect(try await store.record(for: .make()) == .make())
        try await store.upsert(.make(.make(did: "did:web:later.example")))
        let current = store.keyring.currentID
        try await store.rotateMasterKey(keyFile: keyFile)
        #expect(store.keyring.currentID == current)
        #expect(try await keyIDs(store) == [current])
    }

    @Test func `loses no session that is written while the key changes`() async throws {
        let store = try open()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<50 {
                group.addTask { try await store.upsert(.make(.make(did: "did:web:a\(number).example"))) }
            }
            group.addTask { try await store.rotateMasterKey(keyFile: keyFile) }
            try await group.waitForAll()
        }
        for number in 0..<50 { #expect(try await store.record(for: .make(did: "did:web:a\(number).example"))?.payload != nil) }
    }
}
