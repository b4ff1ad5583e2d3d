import BrokerAPI
import BrokerClient
import FoundationEssentials
import Sandbox
import Testing

@testable import Broker

/// How sessions are named and ended where the world does not play along.
@Suite struct SignOutTests {
    @Test func `a sign-out that the server could not be told of says so, and ends the session here`() async throws {
        try await BrokerWorld.run { world in
            let account = try await world.signIn().account
            await world.sandbox.setKnobs { $0.failures["/oauth/revoke"] = EndpointFailure(status: 503, count: -1) }
            let client = world.client
            let outcome = try await client.signOut(account: account)
            #expect(outcome.revoked == false)
            #expect(outcome.reason?.contains("503") == true)
            #expect(outcome.accessTokenEndsAt != nil)
            #expect(try await client.sessions().isEmpty)
            await client.close()
        }
    }

    @Test func `a sign-out that worked says nothing`() async throws {
        try await BrokerWorld.run { world in
            let account = try await world.signIn().account
            let answer = try await Wire(world.socketPath).exchange(
                #"{"jsonrpc":"2.0","id":1,"method":"session.signOut","params":{"account":"\#(account)"}}"#)
            #expect(answer.contains(#""result":{}"#))
            #expect(await world.sandbox.counters().sessionsEnded == 1)
        }
    }

    @Test func `a session whose client is configured no more is listed as such, and can be forgotten`() async throws {
        let work = "[registrations.work]\nloopback = true\n"
        try await BrokerWorld.run(configuration: work) { world in
            let client = world.client
            let flow = try await client.authorize(.init(identifier: "alice.test", registration: "work"))
            _ = try await ScriptedBrowser(username: "alice.test").open(flow.authorizationUrl)
            let account = try await client.wait(flow: flow.flow, timeoutMs: 10_000).account
            await world.stop()
            try world.write(configuration: "")
            try await world.start()
            let session = try #require(try await client.sessions().first)
            #expect(session.state == .needsLogin)
            #expect(session.cause?.message.contains("no registration called work") == true)
            #expect(try await client.signOut(account: account).revoked == false)
            #expect(try await client.sessions().isEmpty)
            await client.close()
        }
    }

    @Test func `a handle that two accounts were called names neither`() async throws {
        try await BrokerWorld.run { world in
            let (alice, bob) = (try await world.signIn("alice.test").account, try await world.signIn("bob.test").account)
            await world.stop()
            // As it is when the handle has moved, and the one that lost it has not been looked up since.
            let store = try SealedStore(in: StateDirectory(world.statePath), keyring: .keyFile(at: world.statePath + "/master-key"))
            let uid = try #require(try await store.allRecords().first?.key.uid)
            try await store.setHandle("alice.test", for: SessionKey(uid: uid, registration: "default", did: bob))
            try store.close()
            try await world.start()
            let client = world.client
            let error = await #expect(throws: BrokerError.self) { try await client.tokenInfo(account: "alice.test") }
            #expect(error?.type == .invalidParams)
            #expect([alice, bob].allSatisfy { error?.violations.first?.remedy.contains($0) == true })
            #expect(try await client.tokenInfo(account: bob).sub == bob)
            // The next sign-in finds out who is called what.
            _ = try await world.signIn("alice.test")
            #expect(try await client.tokenInfo(account: "alice.test").sub == alice)
            #expect(Set(try await client.sessions().map(\.handle)) == ["alice.test", "bob.test"])
            await client.close()
        }
    }
}
