import BrokerAPI
import BrokerClient
import FoundationEssentials
import Glibc
import Sandbox
import Testing

/// The disk is full while the daemon runs, really.
@Suite(.timeLimit(.minutes(1))) struct FullDiskTests {
    /// A broker whose state is on a disk of its own; nothing where there can be none.
    private static func run(
        _ configure: (inout SandboxConfiguration) -> Void = { _ in }, _ body: (BrokerWorld, SmallDisk) async throws -> Void
    ) async throws {
        try await BrokerWorld.run(configure) { world in
            await world.stop()
            guard let disk = SmallDisk(over: world.statePath) else { return }
            try await world.start()
            try await body(world, disk)
            await world.stop()
        }
    }

    @Test func `signing goes on, what needs the disk is refused and says why, and all is well when there is room again`() async throws {
        try await Self.run { world, disk in
            let account = try await world.signIn().account
            let client = world.client
            disk.fill()

            let url = world.sandbox.origin + "/xrpc/com.atproto.server.getSession"
            for _ in 1...3 { _ = try await client.signRequest(account: account, method: "GET", url: url) }
            #expect(try await client.fetch(.init(account: account, path: "/xrpc/com.atproto.server.getSession")).status == 200)
            #expect(try await client.sessions().map(\.state) == [.active])

            let refresh = await #expect(throws: BrokerError.self) { try await client.restore(account: account, refresh: .always) }
            #expect(refresh?.type == .tokenRefresh)
            #expect(refresh?.description.contains("disk is full: make room") == true, "\(refresh?.description ?? "")")
            // Its intent could not be kept, so the request did not leave.
            #expect(await world.sandbox.counters().totalRotations == 0)

            let login = await #expect(throws: BrokerError.self) { try await client.authorize(.init(identifier: "bob.test")) }
            #expect(login?.type == .internalError)
            #expect(login?.description.contains("sessions cannot be kept now") == true, "\(login?.description ?? "")")
            #expect(login?.description.contains("disk is full: make room") == true)
            #expect(world.log.text.contains("the store failed"))
            try await Self.expectHealth(world, isReady: false)

            disk.free()
            try await Self.expectHealth(world, isReady: true)
            _ = try await client.restore(account: account, refresh: .always)
            try await world.signIn("bob.test")
            await world.stop()
            try await world.start()
            #expect(try await client.sessions().count == 2)
            #expect(try await client.restore(account: account, refresh: .always).state == .active)
            #expect(await world.sandbox.counters().refreshTokenReplays == 0)
            await client.close()
        }
    }

    @Test func `a sign-out that cannot be kept has revoked the tokens, says what is wrong, and is finished later`() async throws {
        try await Self.run { world, disk in
            let account = try await world.signIn().account
            let client = world.client
            disk.fill()
            let error = await #expect(throws: BrokerError.self) { try await client.signOut(account: account) }
            #expect(error?.description.contains("disk is full: make room") == true, "\(error?.description ?? "")")
            #expect(await world.sandbox.counters().sessionsEnded == 1)
            #expect(try await client.sessions().map(\.state) == [.needsLogin])
            disk.free()
            try await client.signOut(account: account)
            #expect(try await client.sessions().isEmpty)
            await client.close()
        }
    }

    @Test func `a new master key that cannot be kept changes nothing, and is made when there is room`() async throws {
        try await Self.run { world, disk in
            let account = try await world.signIn().account
            let client = world.client
            let keyFile = URL(filePath: world.statePath + "/master-key")
            let before = try Data(contentsOf: keyFile)
            disk.fill()
            let error = await #expect(throws: BrokerError.self) { try await client.adminRotateKeys() }
            #expect(error?.description.contains("No space left on device") == true, "\(error?.description ?? "")")
            #expect(try Data(contentsOf: keyFile) == before)
            disk.free()
            #expect(try await client.adminRotateKeys().resealed == 1)
            #expect(try Data(contentsOf: keyFile) != before)
            await world.stop()
            try await world.start()
            #expect(try await client.restore(account: account, refresh: .always).state == .active)
            await client.close()
        }
    }

    /// What an administrator is told, and what a script gets.
    private static func expectHealth(_ world: BrokerWorld, isReady: Bool) async throws {
        guard geteuid() == 0 else { return }
        let client = world.client
        let health = try await client.adminHealth()
        #expect(health.checks.first { $0.name == "store" }?.fault?.contains("disk is full") == (isReady ? nil : true))
        #expect(health.checks.allSatisfy { ["store", "audit"].contains($0.name) || $0.fault == nil }, "\(health)")
        let outcome = try await Tool.atoauthctl.run(["status", "--health", "--socket", world.socketPath])
        #expect(outcome.status == (isReady ? 0 : 1), "\(outcome.output) \(outcome.errors)")
        await client.close()
    }

    @Test func `tokens that cannot be kept are revoked, and the session asks for a login instead of being gone`() async throws {
        try await Self.run {
            $0.knobs.accessTokenLifetime = 5
        } _: { world, disk in
            let account = try await world.signIn().account
            await world.sandbox.setKnobs {
                $0.accessTokenLifetime = 3600
                $0.hold = .afterIssue
            }
            let client = world.client
            let call = Task { try await client.restore(account: account, refresh: .always) }
            await world.sandbox.waitForHeldTokenRequests()
            disk.fill()
            await world.sandbox.setKnobs { $0.hold = .none }
            let error = await #expect(throws: BrokerError.self) { try await call.value }
            #expect(error?.type == .needsLogin, "\(error?.description ?? "")")
            #expect(error?.description.contains("disk is full") == true)
            // Nobody keeps what nobody can find again.
            #expect(await world.sandbox.counters().sessionsEnded == 1)
            let session = try #require(try await client.sessions().first)
            #expect(session.state == .needsLogin)
            #expect(session.cause?.message.contains("could not be stored") == true)
            let again = await #expect(throws: BrokerError.self) { try await client.tokenInfo(account: account) }
            #expect(again?.type == .needsLogin)

            disk.free()
            try await world.signIn()
            #expect(try await client.restore(account: account, refresh: .always).state == .active)
            await client.close()
        }
    }

    @Test func `a session that ended on a full disk is listed after a restart, and does not pass for whole`() async throws {
        try await Self.run { world, disk in
            let account = try await world.signIn().account
            await world.sandbox.setKnobs { $0.hold = .afterIssue }
            let client = world.client
            let call = Task { try await client.restore(account: account, refresh: .always) }
            await world.sandbox.waitForHeldTokenRequests()
            disk.fill()
            await world.sandbox.setKnobs { $0.hold = .none }
            _ = try? await call.value
            await world.stop()
            disk.free()
            try await world.start()
            #expect(try await client.sessions().map(\.state) == [.ambiguousRefresh])
            let error = await #expect(throws: BrokerError.self) { try await client.restore(account: account, refresh: .always) }
            #expect(error?.type == .needsLogin)
            #expect(try await client.sessions().map(\.state) == [.needsLogin])
            await client.close()
        }
    }
}
