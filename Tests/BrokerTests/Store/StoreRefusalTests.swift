import FoundationEssentials
import GRDB
import Glibc
import Testing

@testable import Broker

/// What must not be used is refused with its reason, and stays as it was.
struct StoreRefusalTests {
    let home = TemporaryDirectory()
    private var file: String { home.path + "/sessions.sqlite" }

    private func open(_ key: UInt8 = 1) throws -> SealedStore { try SealedStore(in: StateDirectory(home.path), keyring: .make(key)) }

    private func makeStore() async throws {
        let store = try open()
        for number in 0..<50 { try await store.upsert(.make(.make(did: "did:web:a\(number).example"))) }
        try store.close()
    }

    private func contents(_ path: String) -> Data? { FileManager.default.contents(atPath: path) }

    private func expectRefusal(_ code: StoreError.Code, key: UInt8 = 1) throws {
        let before = contents(file)
        let error = #expect(throws: StoreError.self) { try open(key) }
        #expect(error?.code == code, "\(error?.reason ?? "")")
        #expect(contents(file) == before)
    }

    private func change(_ body: (inout Data) -> Void) throws {
        var data = try #require(contents(file))
        body(&data)
        try data.write(to: URL(filePath: file))
        chmod(file, 0o600)
    }

    @Test func `refuses a file that is no database`() throws {
        try Data("a shopping list".utf8).write(to: URL(filePath: file))
        chmod(file, 0o600)
        try expectRefusal(.damaged)
    }

    @Test func `refuses an empty file`() throws {
        try Data().write(to: URL(filePath: file))
        chmod(file, 0o600)
        try expectRefusal(.damaged)
    }

    @Test func `refuses a store whose pages were overwritten`() async throws {
        try await makeStore()
        try change { data in data.replaceSubrange(4096..<data.count, with: Data(repeating: 0xA5, count: data.count - 4096)) }
        try expectRefusal(.damaged)
    }

    @Test func `refuses a store that was cut off`() async throws {
        try await makeStore()
        try change { data in data.removeLast(data.count / 2) }
        try expectRefusal(.damaged)
    }

    @Test func `refuses another program's database`() throws {
        let queue = try DatabaseQueue(path: file)
        try queue.write { try $0.execute(sql: "CREATE TABLE recipe (name TEXT)") }
        try queue.close()
        chmod(file, 0o600)
        try expectRefusal(.foreign)
    }

    @Test func `refuses the store of a newer atoauthd`() async throws {
        try await makeStore()
        try change { data in data.replaceSubrange(60..<64, with: [0, 0, 0, 99]) }
        try expectRefusal(.newer)
    }

    @Test func `refuses a store that others may read`() async throws {
        try await makeStore()
        chmod(file, 0o644)
        try expectRefusal(.exposed)
    }

    @Test func `refuses a store that is a link to somewhere else`() async throws {
        try await makeStore()
        #expect(rename(file, home.path + "/elsewhere") == 0)
        #expect(symlink(home.path + "/elsewhere", file) == 0)
        try expectRefusal(.unavailable)
    }

    @Test func `refuses another master key, and names the one it needs`() async throws {
        try await makeStore()
        try expectRefusal(.wrongKey, key: 2)
        let error = #expect(throws: StoreError.self) { try open(2) }
        #expect(try error?.reason.contains(Keyring.make(1).currentID) == true)
    }

    @Test func `refuses a log whose store is gone, which SQLite would delete`() async throws {
        try Data("log".utf8).write(to: URL(filePath: file + "-wal"))
        #expect(throws: StoreError(.damaged, "")) { try open() }
        #expect(contents(file + "-wal") != nil)
    }

    @Test func `refuses a second daemon while the first one lives`() async throws {
        let first = try open()
        #expect(throws: StoreError(.inUse, "")) { try open() }
        try await first.upsert(.make())
    }

    @Test func `refuses a directory that others may write to, and closes one that they may read`() throws {
        chmod(home.path, 0o777)
        #expect(throws: StoreError(.exposed, "")) { try StateDirectory(home.path) }
        chmod(home.path, 0o755)
        _ = try StateDirectory(home.path)
        #expect(try home.mode() == 0o700)
    }

    @Test func `makes a directory with those above it, and starts anew after a first start that was cut off`() throws {
        let deep = home.path + "/a/b/state"
        _ = try StateDirectory(deep)
        try Data("half a store".utf8).write(to: URL(filePath: deep + "/sessions.sqlite.new"))
        _ = try SealedStore(in: StateDirectory(deep), keyring: .make(1))
        #expect(contents(deep + "/sessions.sqlite") != nil)
    }

    @Test func `does not open a secret that was moved to another row`() async throws {
        let store = try open()
        try await store.upsert(.make(.make(uid: 1000), secret: "of 1000"))
        try await store.upsert(.make(.make(uid: 1001), secret: "of 1001"))
        try await store.write { database in
            try database.execute(sql: "UPDATE session SET sealed = (SELECT sealed FROM session WHERE uid = 1001) WHERE uid = 1000")
        }
        await #expect(throws: StoreError(.damaged, "")) { try await store.record(for: .make(uid: 1000)) }
        #expect(try await store.record(for: .make(uid: 1001))?.payload != nil)
    }
}
