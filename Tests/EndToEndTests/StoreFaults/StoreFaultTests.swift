import BrokerAPI
import BrokerClient
import Foundation
import Glibc
import JOSE
import Testing

@testable import Broker

/// The real daemon on a state directory with which something is wrong: it says what, changes nothing, and goes on once it is mended.
@Suite(.serialized, .timeLimit(.minutes(2))) struct StoreFaultTests {
    private static let nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    private let folder = FileManager.default.temporaryDirectory.path + "/atoauthd-fault-\(UUID().uuidString)"
    private var state: String { folder + "/state" }

    @Test(arguments: StoreFault.allCases) func `refuses, changes nothing, and goes on when it is mended`(fault: StoreFault) async throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        chmod(folder, 0o755)
        let disk = fault.isOfDisk ? SmallDisk(over: state) : nil
        guard !fault.isOfDisk || disk != nil else { return }
        let isRoot = geteuid() == 0
        let did = try await fill()
        try FileManager.default.copyItem(atPath: state, toPath: folder + "/copy")
        // Root is stopped by no permission.
        let prefix = fault.isOfPermissions && isRoot ? Self.nobody : []
        if !prefix.isEmpty { try giveAway() }
        let binary = prefix.isEmpty ? Tool.atoauthd.path : try await copyOfDaemon()
        try fault.strike(state, disk)

        let before = try contents()
        let refused = try DaemonProcess(state: state, in: folder, as: prefix, binary: binary)
        if await refused.isServing() {
            Issue.record("it serves all the same")
            refused.kill(SIGTERM)
        }
        #expect(await refused.end() == 69)
        for part in fault.complaint { #expect(refused.said.contains(part), "\(refused.said)") }
        let after = try contents()
        #expect(after == before, "\(Set(after.keys).symmetricDifference(before.keys)) \(after.keys.filter { after[$0] != before[$0] })")

        try fault.mend(state, disk, from: folder + "/copy")
        let daemon = try DaemonProcess(state: state, in: folder, as: prefix, binary: binary)
        #expect(await daemon.isServing(), "\(daemon.said)")
        let client = BrokerClient(socketPath: daemon.socket)
        if isRoot, prefix.isEmpty { #expect(try await client.adminSessions().map(\.session.did) == [did]) }
        await client.close()
        daemon.kill(SIGTERM)
        #expect(await daemon.end() == 0)
        if prefix.isEmpty { #expect(try await sealed(did) == "the refresh token") }
    }

    @Test func `a second daemon on the same directory is turned away, and the first does not notice`() async throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        _ = try await fill()
        let first = try DaemonProcess(state: state, in: folder)
        #expect(await first.isServing(), "\(first.said)")
        let second = try DaemonProcess(state: state, in: folder)
        #expect(await second.end() == 69)
        #expect(second.said.contains("another atoauthd uses"))
        #expect(await SocketProbe(first.socket).isAnswered(within: .seconds(20)))
        first.kill(SIGTERM)
        #expect(await first.end() == 0)
    }

    /// Makes a store with a session of root's in it, and returns its DID.
    private func fill() async throws -> String {
        let directory = try StateDirectory(state)
        let store = try SealedStore(in: directory, keyring: .keyFile(at: directory.file(Keyring.fileName)))
        let key = SessionKey(uid: 0, registration: "default", did: "did:web:alice.example")
        try await store.upsert(
            SessionRecord(
                key: key, handle: "alice.example", pds: "https://pds.example", issuer: "https://as.example", scope: "atproto",
                state: .active, expiresAt: Date() + 86400, createdAt: Date(), updatedAt: Date(),
                payload: SecretBytes(copying: Array("the refresh token".utf8))))
        try store.close()
        return key.did
    }

    /// What is sealed under a DID.
    private func sealed(_ did: String) async throws -> String? {
        let directory = try StateDirectory(state)
        let store = try SealedStore(in: directory, keyring: .keyFile(at: directory.file(Keyring.fileName)))
        let record = try await store.record(for: SessionKey(uid: 0, registration: "default", did: did))
        try store.close()
        return record?.payload?.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    }

    /// All files that hold something of the daemon's; looking at a store leaves an empty log.
    private func contents() throws -> [String: Data] {
        let names = try FileManager.default.contentsOfDirectory(atPath: state).filter { $0 != "filler" && !$0.hasSuffix("-shm") }
        let files = try names.map { ($0, try Data(contentsOf: URL(filePath: state + "/" + $0))) }
        return Dictionary(uniqueKeysWithValues: files.filter { !$1.isEmpty })
    }

    private func giveAway() throws {
        for file in [state] + (try FileManager.default.contentsOfDirectory(atPath: state)).map({ state + "/" + $0 }) {
            chown(file, 65534, 65534)
        }
        chown(folder, 65534, 65534)
    }

    /// A copy of the program that another user can reach, wherever this package lies.
    private func copyOfDaemon() async throws -> String {
        let copy = folder + "/atoauthd"
        // Made by another process: a file that this one has open for writing, its children could not execute.
        let outcome = try await Tool(at: "/bin/cp").run([Tool.atoauthd.path, copy])
        try #require(outcome.status == 0, "\(outcome.errors)")
        return copy
    }
}
