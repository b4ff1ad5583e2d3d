import BrokerAPI
import Foundation
import JOSE
import Testing

@testable import Broker

/// A disk that fills up while many changes are made at once.
@Suite(.timeLimit(.minutes(1))) struct FillingDiskTests {
    private static let payload = SecretBytes(copying: [UInt8](repeating: 0x73, count: 8000))

    private static func record(_ number: Int, handle: String) -> SessionRecord {
        SessionRecord(
            key: SessionKey(uid: 1000, registration: "default", did: "did:web:a\(number).example"), handle: handle,
            pds: "https://pds.example", issuer: "https://as.example", scope: "atproto", state: .active, expiresAt: nil,
            createdAt: Date(timeIntervalSince1970: 1_800_000_000), updatedAt: Date(timeIntervalSince1970: 1_800_000_000), payload: payload)
    }

    /// Makes `count` changes at once, and returns the numbers of those that were told to be durable.
    private static func change(_ store: SealedStore, _ count: Int, handle: String) async -> Set<Int> {
        await withTaskGroup(of: Int?.self) { group in
            for number in 0..<count {
                group.addTask {
                    do {
                        try await store.upsert(record(number, handle: handle))
                        return number
                    } catch {
                        return nil
                    }
                }
            }
            return await group.reduce(into: []) { if let number = $1 { $0.insert(number) } }
        }
    }

    @Test func `what was told to be durable is there afterwards, and nothing else`() async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/atoauthd-filling-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        guard let disk = SmallDisk(over: folder + "/state") else { return }
        let keys = try Keyring([MasterKey.generate()])
        let store = try SealedStore(in: StateDirectory(disk.path), keyring: keys)
        var durable: [Int: String] = [:]
        for (count, handle) in [(40, "first.example"), (400, "second.example"), (400, "third.example")] {
            let told = await Self.change(store, count, handle: handle)
            for number in told { durable[number] = handle }
            #expect(count == 40 ? told.count == 40 : told.count < 400)
            disk.fill()
        }
        try? store.close()

        disk.grow()
        disk.free()
        let again = try SealedStore(in: StateDirectory(disk.path), keyring: keys)
        let handles = Dictionary(uniqueKeysWithValues: try await again.allRecords().map { ($0.key.did, $0.handle ?? "") })
        #expect(handles == Dictionary(uniqueKeysWithValues: durable.map { (Self.record($0, handle: "").key.did, $1) }))
        for number in durable.keys { #expect(try await again.record(for: Self.record(number, handle: "").key)?.payload == Self.payload) }
        #expect(await Self.change(again, 40, handle: "newest.example").count == 40)
        try again.close()
    }
}
