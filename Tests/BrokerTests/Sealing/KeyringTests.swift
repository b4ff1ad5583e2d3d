import FoundationEssentials
import Glibc
import JOSE
import Testing

@testable import Broker

struct KeyringTests {
    let home = TemporaryDirectory()
    private var path: String { home.path + "/master-key" }

    private func put(_ count: Int, mode: mode_t = 0o600) throws {
        try Data(repeating: 7, count: count).write(to: URL(filePath: path))
        chmod(path, mode)
    }

    @Test func `makes a key file on the first start, and reads the same key afterwards`() throws {
        let made = try Keyring.keyFile(at: path)
        #expect(try Keyring.keyFile(at: path).bytes == made.bytes)
        #expect(try home.mode("master-key") == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: home.path) == ["master-key"])
    }

    @Test(arguments: [0, 1, 31, 33, 63, 9 * 32]) func `refuses a key file of a wrong length`(count: Int) throws {
        try put(count)
        #expect(throws: StoreError(.wrongKey, "")) { try Keyring.keyFile(at: path) }
        #expect(FileManager.default.contents(atPath: path)?.count == count)
    }

    @Test(arguments: [mode_t(0o644), 0o640, 0o606, 0o620]) func `refuses a key file that others may use`(mode: mode_t) throws {
        try put(32, mode: mode)
        #expect(throws: StoreError(.exposed, "")) { try Keyring.keyFile(at: path) }
    }

    @Test func `reads a credential, and has none where systemd gave none`() throws {
        #expect(try Keyring.credential(in: home.path) == nil)
        try put(32, mode: 0o400)
        #expect(try Keyring.credential(in: home.path)?.currentID == Keyring.make(7).currentID)
    }

    @Test func `names a key by its SHA-256`() throws {
        // printf '\1%.0s' $(seq 32) | sha256sum
        #expect(try Keyring.make(1).currentID == "72cd6e8422c407fb")
    }

    @Test func `reads several keys, and seals with the first`() throws {
        let keyring = try Keyring.make(1, 2, 3)
        #expect(keyring.hasFormerKeys)
        #expect(try keyring.currentID == Keyring.make(1).currentID)
        #expect(try keyring.key(Keyring.make(3).currentID).bytes == Keyring.make(3).bytes)
        #expect(try Keyring(keyring.bytes).currentID == keyring.currentID)
    }

    @Test func `never prints a key`() throws {
        let keyring = try Keyring.make(65)
        var dumped = ""
        dump(keyring, to: &dumped)
        #expect(!"\(keyring) \(dumped)".contains("AAAA") && !dumped.contains("65, 65"))
    }

    @Test func `opens a value in its own place only`() throws {
        let key = try Keyring.make(1).current
        let place = SealedPlace(table: "session", uid: 1, registration: "a", name: "b:c")
        let sealed = try place.seal(SecretBytes(copying: [1, 2, 3]), with: key)
        #expect(try place.open(sealed, with: key) == SecretBytes(copying: [1, 2, 3]))
        let others = [
            SealedPlace(table: "login", uid: 1, registration: "a", name: "b:c"),
            SealedPlace(table: "session", uid: 2, registration: "a", name: "b:c"),
            SealedPlace(table: "session", uid: 1, registration: "a:b", name: "c"),
            SealedPlace(table: "session", uid: 1, registration: "a", name: "b:d"),
        ]
        for other in others { #expect(throws: JOSEError.self) { try other.open(sealed, with: key) } }
        #expect(throws: JOSEError.self) { try place.open(sealed, with: Keyring.make(2).current) }
    }
}
