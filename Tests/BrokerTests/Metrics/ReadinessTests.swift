import FoundationEssentials
import GRDB
import Logging
import Testing

@testable import Broker

/// Each thing that can be wrong is found, and alone.
struct ReadinessTests {
    private let home = TemporaryDirectory()
    private let pulse = Pulse()

    private func readiness(
        _ store: SealedStore, patience: Duration = .seconds(5), now: @escaping @Sendable () -> Date = { Date() }
    ) async throws -> Readiness {
        Readiness(
            store: StoreCheck(store, patience: patience), vault: try await SessionVault(store, now: now), trail: nil, socket: SocketPath(),
            upkeep: pulse, now: now)
    }

    private func open() throws -> SealedStore { try SealedStore(in: StateDirectory(home.path), keyring: .make(1)) }

    /// The faults, but for that of the socket, which no test here has.
    private func faults(_ readiness: Readiness) async -> [ReadinessCheck.Subject: String] {
        let checks = await readiness.checks()
        #expect(
            checks.map(\.subject).sorted { $0.rawValue < $1.rawValue }
                == ReadinessCheck.Subject.allCases.sorted { $0.rawValue < $1.rawValue })
        return Dictionary(
            uniqueKeysWithValues: checks.compactMap { check in check.fault.map { (check.subject, $0) } }.filter { $0.0 != .socket })
    }

    @Test func `nothing is wrong with a daemon that works, and the check changes nothing`() async throws {
        let store = try open()
        try await store.upsert(.make())
        pulse.beat()
        let after = Date(timeIntervalSince1970: 1_800_000_100)
        #expect(await faults(try readiness(store, now: { after })) == [:])
        // A clock that is set back behind what was kept is found as well.
        #expect(await faults(try readiness(store, now: { after - 86400 })).keys.map(\.rawValue) == ["clock"])
        #expect(try await store.record(for: .make()) == .make())
    }

    @Test func `nothing listens`() async throws {
        let readiness = try await readiness(open())
        #expect(await readiness.checks().first { $0.subject == .socket }?.fault == "nothing listens yet")
        readiness.socket.value = home.path + "/no.sock"
        #expect(await readiness.checks().first { $0.subject == .socket }?.fault?.contains("does not answer") == true)
    }

    @Test func `the store is held by another program, and the answer does not wait for it`() async throws {
        let store = try open()
        pulse.beat()
        var configuration = GRDB.Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: home.path + "/sessions.sqlite", configuration: configuration)
        let readiness = try await readiness(store, patience: .milliseconds(50))
        try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        let (first, second) = (await faults(readiness), await faults(readiness))
        #expect(first[.store]?.contains("has not taken a change within") == true && first.count == 1)
        // The first change still waits; no second one is put behind it.
        #expect(second[.store] == first[.store])
        try await other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
    }

    @Test func `the keys are not those of the store`() async throws {
        let store = try open()
        pulse.beat()
        store.use(try .make(2))
        let faults = await faults(try readiness(store))
        #expect(faults[.keys]?.contains("bring the former key back") == true && faults.count == 1)
        store.use(try .make(1))
        #expect(await self.faults(try readiness(store)) == [:])
    }

    @Test func `the store is closed`() async throws {
        let store = try open()
        pulse.beat()
        let readiness = try await readiness(store)
        try store.close()
        #expect(await faults(readiness)[.store]?.contains("is closed") == true)
    }

    @Test func `nobody looks after sessions`() async throws {
        let readiness = try await readiness(open())
        #expect(await faults(readiness) == [.upkeep: "nobody looks after sessions yet"])
        pulse.beat(at: .now - .seconds(61))
        #expect(await faults(readiness)[.upkeep]?.contains("restart the daemon") == true)
        pulse.beat(at: .now - .seconds(40))
        #expect(await faults(readiness).isEmpty)
    }

    @Test func `the clock is wrong`() async throws {
        pulse.beat()
        let long = try await readiness(open(), now: { Date(timeIntervalSince1970: 86400) })
        #expect(await faults(long).keys.sorted { $0.rawValue < $1.rawValue } == [.clock])
    }
}
