import BrokerAPI
import BrokerClient
import Foundation
import Glibc
import GRDB
import JOSE
import Testing

@testable import Broker

/// The real daemon, killed while it moves its store to another master key.
@Suite(.timeLimit(.minutes(2))) struct KilledRotationTests {
    private static let count = 200
    private let folder = FileManager.default.temporaryDirectory.path + "/atoauthd-rotation-\(UUID().uuidString)"
    private var state: String { folder + "/state" }

    @Test(.enabled(if: geteuid() == 0, "needs root, who administers")) func `every session opens whenever the daemon is killed`()
        async throws
    {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let first = try await fill()
        var halves = 0
        // From before anything is sealed anew to after everything is.
        for milliseconds in [0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 1000] {
            let daemon = try DaemonProcess(state: state, in: folder)
            #expect(await daemon.isServing(), "\(daemon.said)")
            let client = BrokerClient(socketPath: daemon.socket)
            let rotation = Task { try await client.adminRotateKeys() }
            // The instant is arbitrary: no event is waited for.
            try await Task.sleep(for: .milliseconds(milliseconds))
            daemon.kill(SIGKILL)
            #expect(await daemon.end() == 128 + SIGKILL)
            _ = try? await rotation.value
            await client.close()
            halves += try await check() > 1 ? 1 : 0
        }
        print("rotations killed half way: \(halves)")
        let daemon = try DaemonProcess(state: state, in: folder)
        #expect(await daemon.isServing(), "\(daemon.said)")
        daemon.kill(SIGTERM)
        #expect(await daemon.end() == 0)
        // What was interrupted was gone on with at the start: one key opens everything.
        #expect(try await check() == 1)
        #expect(try keyring().currentID != first)
        // And the former key is gone, so that the next rotation makes another one.
        #expect(try !keyring().hasFormerKeys)
    }

    private func keyring() throws -> Keyring { try Keyring.keyFile(at: state + "/" + Keyring.fileName) }

    private func fill() async throws -> String {
        let directory = try StateDirectory(state)
        let store = try SealedStore(in: directory, keyring: keyring())
        for number in 0..<Self.count {
            try await store.upsert(
                SessionRecord(
                    key: Self.key(number), handle: nil, pds: "https://pds.example", issuer: "https://as.example", scope: "atproto",
                    state: .active, expiresAt: Date() + 86400, createdAt: Date(), updatedAt: Date(),
                    payload: SecretBytes(copying: Array("secret \(number)".utf8))))
        }
        try store.close()
        return try keyring().currentID
    }

    /// Opens every session with what is in the key file, and returns how many keys sealed them.
    private func check() async throws -> Int {
        let store = try SealedStore(in: StateDirectory(state), keyring: keyring())
        for number in 0..<Self.count {
            let payload = try #require(try await store.record(for: Self.key(number))?.payload)
            #expect(payload.withUnsafeBytes { String(decoding: $0, as: UTF8.self) } == "secret \(number)")
        }
        let ids = try await store.read { database in try String.fetchAll(database, sql: "SELECT DISTINCT key_id FROM session") }
        try store.close()
        return ids.count
    }

    private static func key(_ number: Int) -> SessionKey { SessionKey(uid: 0, registration: "default", did: "did:web:a\(number).example") }
}
