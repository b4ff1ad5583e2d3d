import BrokerAPI
import BrokerClient
import FoundationEssentials
import Glibc
import Sandbox
import Testing

/// What administrators see and steer, over the socket.
struct AdministrationTests {
    /// The test's user administers, whoever that is.
    private static let mine =
        "[[access]]\nuser = \(geteuid())\noperations = [\"list\", \"restore\", \"fetch\", \"authorize\", \"signOut\", \"admin\"]\n"

    @Test func `lists and revokes, and leaves a trail that holds`() async throws {
        try await BrokerWorld.run(configuration: Self.mine) { world in
            let account = try await world.signIn().account
            let client = world.client
            let entry = try #require(try await client.adminSessions().first)
            #expect((entry.uid, entry.session.did) == (geteuid(), account))
            #expect(try await client.adminSessions(uid: 4_000_000_000).isEmpty)
            await #expect(throws: BrokerError.self) { try await client.adminRevoke(uid: 4_000_000_000, account: account) }
            #expect(try await client.adminRevoke(uid: geteuid(), account: "alice.test").revoked == 1)
            #expect(try await client.sessions().isEmpty)
            #expect(await world.sandbox.counters().sessionsEnded > 0)

            let trail = try await client.adminAudit(.init(verify: true))
            #expect(trail.verified == true)
            #expect(trail.entries.map(\.sequence) == Array(1...Int64(trail.entries.count)))
            #expect(trail.entries.contains { $0.method == "admin.revoke" && $0.error == nil })
            #expect(trail.entries.contains { $0.method == "admin.revoke" && $0.error == "no_session" })
            await client.close()
        }
    }

    @Test func `the trail tells of a request where it went, by the account's DID`() async throws {
        try await BrokerWorld.run(configuration: Self.mine) { world in
            let account = try await world.signIn().account
            let client = world.client
            _ = try await client.fetch(.init(account: "alice.test", path: "/xrpc/com.atproto.server.getSession?x=secret"))
            let trail = try await client.adminAudit(.init(account: "alice.test", limit: 1))
            let entry = try #require(trail.entries.first)
            #expect((entry.method, entry.account, entry.nsid) == ("session.fetch", account, "com.atproto.server.getSession"))
            #expect((entry.origin, entry.decision) == (world.sandbox.origin, "allowed"))
            #expect(entry.peer.pid == getpid())
            let outcome = try await Tool.atoauthctl.run(["audit", "--verify", "--socket", world.socketPath])
            #expect(outcome.status == 0)
            #expect(outcome.output.contains("com.atproto.server.getSession") && !outcome.output.contains("secret"))
            await client.close()
        }
    }

    @Test func `a trail that somebody edited is reported by the command line`() async throws {
        try await BrokerWorld.run(configuration: Self.mine) { world in
            let client = world.client
            for _ in 1...3 { _ = try await client.sessions() }
            _ = try await client.adminAudit()
            let state = world.folder.appending(path: "state").path
            let name = try #require(try FileManager.default.contentsOfDirectory(atPath: state).first { $0.hasPrefix("audit-") })
            let file = URL(filePath: state + "/" + name)
            let text = try String(contentsOf: file, encoding: .utf8)
            try Data(text.replacing(#""sequence":2,"#, with: #""sequence":2 ,"#).utf8).write(to: file)
            let outcome = try await Tool.atoauthctl.run(["audit", "--verify", "--socket", world.socketPath])
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("does not hold from line 2 on"))
            await client.close()
        }
    }

    @Test func `a lock that is held is seen, with what its holder does`() async throws {
        try await BrokerWorld.run({ $0.knobs.accessTokenLifetime = 5 }, configuration: Self.mine) { world in
            let account = try await world.signIn().account
            await world.sandbox.setKnobs {
                $0.accessTokenLifetime = 3600
                $0.hold = .afterIssue
            }
            let client = world.client
            let call = Task { try await client.restore(account: account, refresh: .always) }
            await world.sandbox.waitForHeldTokenRequests()
            let lock = try #require(try await client.adminLocks().first)
            #expect((lock.uid, lock.did, lock.operation) == (geteuid(), account, "restore"))
            await world.sandbox.setKnobs { $0.hold = .none }
            _ = try await call.value
            #expect(try await client.adminLocks().isEmpty)
            await client.close()
        }
    }

    @Test func `figures tell of calls, sessions and readiness`() async throws {
        try await BrokerWorld.run(configuration: Self.mine) { world in
            try await world.signIn()
            let client = world.client
            _ = try? await client.tokenInfo(account: "nobody.test")
            let text = try await client.adminMetrics().text
            #expect(text.contains("atoauthd_calls_total{method=\"session.tokenInfo\",outcome=\"no_session\"} 1\n"))
            #expect(text.contains("atoauthd_call_seconds_count{method=\"oauth.authorize\"} 1\n"))
            #expect(text.contains("atoauthd_sessions{state=\"active\"} 1\n"))
            #expect(text.contains("atoauthd_logins_total{outcome=\"ok\"} 1\n"))
            for check in ["store", "keys", "socket", "upkeep", "clock", "audit"] {
                #expect(text.contains("atoauthd_ready{check=\"\(check)\"} 1\n"))
            }
            await client.close()
        }
    }

    @Test func `a rotated master key seals everything anew, and sessions live on`() async throws {
        try await BrokerWorld.run(configuration: Self.mine) { world in
            let account = try await world.signIn().account
            let client = world.client
            let rotated = try await client.adminRotateKeys()
            #expect(rotated.resealed == 1)
            await client.close()
            await world.stop()
            try await world.start()
            let again = world.client
            #expect(try await again.fetch(.init(account: account, path: "/xrpc/com.atproto.server.getSession")).status == 200)
            #expect(try await again.adminAudit(.init(verify: true)).verified == true)
            await again.close()
        }
    }
}
