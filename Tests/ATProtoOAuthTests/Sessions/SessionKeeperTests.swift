import ATProtoIdentity
import ATProtoOAuth
import ATProtoSyntax
import Foundation
import HTTPTypes
import JOSE
import Testing

/// Design §4: the four rules of the keeper. Each test was seen to fail with its rule broken.
@Suite(.timeLimit(.minutes(1))) struct SessionKeeperTests {
    private func settle() async { for _ in 0..<200 { await Task.yield() } }

    @Test func `rule 1: a caller who leaves does not stop the rotation`() async throws {
        let world = try await World.signedIn()
        world.expireTokens()
        let events = world.client.sessionEvents()
        let gate = world.transport.hold(.token)
        let caller = Task { try await world.client.restore(.alice) }
        await world.transport.arrival(of: .token)
        caller.cancel()
        gate.open()
        await #expect(throws: CancellationError.self) { try await caller.value }
        let event = try #require(await events.first { _ in true })
        #expect(event.summary == "updated access-2")
        #expect(world.sessions.peek()?.tokenSet.accessToken.reveal() == "access-2")
    }

    @Test func `rule 2: the store is written before any waiter sees the new session`() async throws {
        let world = try await World.signedIn()
        world.expireTokens()
        let write = world.sessions.hold("store settled")
        let caller = Task {
            _ = try await world.client.restore(.alice)
            world.journal.add("returned")
        }
        await write.arrived.wait()
        await settle()
        #expect(!world.journal.all.contains("returned"))
        write.release.open()
        try await caller.value
        #expect(world.journal.all.suffix(3) == ["store settled access-2", "event updated access-2", "returned"])
    }

    @Test func `rule 3: a caller who joins with a rejected token looks at the answer and tries again`() async throws {
        let world = try await World.signedIn()
        world.expireTokens()
        let gate = world.transport.hold(.token)
        let first = Task { try await world.client.restore(.alice) }
        await world.transport.arrival(of: .token)
        let url = try HTTPURL("https://pds.example.com/xrpc/a")
        let second = Task { try await world.alice.signRequest(method: .get, url: url, rejected: TokenID(of: SecretString("access-2"))) }
        await settle()
        gate.open()
        _ = try await first.value
        #expect(try await second.value.tokenID == TokenID(of: SecretString("access-3")))
        #expect(world.spent == ["refresh-1", "refresh-2"])
    }

    @Test func `rule 4: the task empties the slot, so that who comes after a leaver still joins`() async throws {
        let world = try await World.signedIn()
        world.expireTokens()
        let gate = world.transport.hold(.token)
        let leaver = Task { try await world.client.restore(.alice) }
        await world.transport.arrival(of: .token)
        leaver.cancel()
        await #expect(throws: CancellationError.self) { try await leaver.value }
        let joiner = Task { try await world.client.restore(.alice) }
        await settle()
        // Who starts a rotation of his own waits for the account's lock; who joins does not.
        #expect(world.lock.held.map(\.waiting) == [0])
        gate.open()
        _ = try await joiner.value
        #expect(world.spent == ["refresh-1"])
        world.expireTokens()
        _ = try await world.client.restore(.alice)
        #expect(world.spent == ["refresh-1", "refresh-2"])
    }

    @Test func `a thousand callers with expired and rejected tokens cause one rotation each time`() async throws {
        let world = try await World.signedIn()
        let url = try HTTPURL("https://pds.example.com/xrpc/a")
        for round in 1...3 {
            let current = TokenID(of: SecretString("access-\(round)"))
            world.expireTokens()
            let gate = world.transport.hold(.token)
            let callers = (0..<1000).map { number in
                Task {
                    number.isMultiple(of: 2)
                        ? try await world.alice.signRequest(method: .get, url: url, rejected: current).tokenID
                        : try await world.alice.signRequest(method: .get, url: url).tokenID
                }
            }
            await world.transport.arrival(of: .token, count: round)
            gate.open()
            for caller in callers { #expect(try await caller.value == TokenID(of: SecretString("access-\(round + 1)"))) }
        }
        #expect(world.spent == ["refresh-1", "refresh-2", "refresh-3"])
    }

    @Test func `with a third of the callers gone there is still one rotation, and it is saved`() async throws {
        let world = try await World.signedIn()
        let rejected = try #require(world.sessions.peek()).tokenSet.id
        let url = try HTTPURL("https://pds.example.com/xrpc/a")
        let gate = world.transport.hold(.token)
        let callers = (0..<999).map { _ in
            Task { try await world.alice.signRequest(method: .get, url: url, rejected: rejected).tokenID }
        }
        await world.transport.arrival(of: .token)
        for index in stride(from: 0, to: 999, by: 3) { callers[index].cancel() }
        gate.open()
        for (index, caller) in callers.enumerated() where index % 3 != 0 {
            #expect(try await caller.value == TokenID(of: SecretString("access-2")))
        }
        #expect(world.spent == ["refresh-1"])
        #expect(world.sessions.peek()?.tokenSet.accessToken.reveal() == "access-2")
        #expect(world.events == ["updated access-2"])
    }

    @Test func `a rejected token that is no longer the newest is not refreshed`() async throws {
        let world = try await World.signedIn()
        let old = try #require(world.sessions.peek()).tokenSet.id
        _ = try await world.client.restore(.alice, refresh: .always)
        let url = try HTTPURL("https://pds.example.com/xrpc/a")
        for _ in 0..<3 { _ = try await world.alice.signRequest(method: .get, url: url, rejected: old) }
        #expect(world.spent == ["refresh-1"])
    }

    @Test func `a login waits for a rotation under way, and revokes what that brought`() async throws {  // §4.7.4
        let world = try await World.signedIn()
        let request = try await world.client.authorize("alice.example.com")
        let gate = world.sessions.hold("store settled")
        let rotation = Task { try await world.client.restore(.alice, refresh: .always).did }
        await gate.arrived.wait()
        let login = Task { try await world.client.callback(world.response(to: request)).session.did }
        await world.transport.arrival(of: .token, count: 2)
        while world.lock.held.first?.waiting != 1 { await Task.yield() }
        #expect(world.sessions.peek()?.tokenSet.accessToken.reveal() == "access-1")
        gate.release.open()
        #expect(try await rotation.value == .alice)
        #expect(try await login.value == .alice)
        #expect(world.events == ["updated access-2", "deleted TokenRevokedError", "updated access-3"])
        await world.transport.arrival(of: .revocation, count: 2)
        #expect(world.revoked == ["refresh-2", "access-2"])
    }

    @Test func `a refresh waits for a change of the session that is under way, and finds what it left`() async throws {
        let world = try await World.signedIn()
        world.expireTokens()
        let gate = world.transport.hold(.revocation)
        let leaving = Task { try await world.client.revoke(.alice) }
        await world.transport.arrival(of: .revocation)
        let refresh = Task { try await world.client.restore(.alice) }
        await settle()
        gate.open()
        #expect(try await leaving.value == .revoked)
        let error = try await #require(throws: TokenRefreshError.self) { try await refresh.value }
        #expect(error.reason == .noSession)
        #expect(world.spent == [])
    }

    @Test func `a server whose tokens are dead on arrival is not asked without end`() async throws {
        let world = try await World.signedIn()
        world.change { $0.grant["expires_in"] = .number(0.001) }
        world.expireTokens()
        let ticking = try World { options in
            options.runtimeImplementation.now = { [clock = world.clock] in
                clock.advance(by: 1)
                return clock.now
            }
        }
        ticking.change { $0.grant["expires_in"] = .number(0.001) }
        ticking.change { $0.newest = 1 }
        ticking.sessions.plant(try #require(world.sessions.peek()))
        let error = try await #require(throws: TokenRefreshError.self) { try await ticking.client.restore(.alice) }
        #expect(error.reason == .unavailable)
        #expect(ticking.spent == ["refresh-1", "refresh-2", "refresh-3", "refresh-4"])
    }

    @Test func `one account's rotation does not keep another's waiting`() async throws {
        let world = try await World.signedIn()
        world.change { servers in
            servers.grant["sub"] = .text(DID.bob.description)
            servers.newest = 10
        }
        try await world.signIn("bob.example.com")
        world.expireTokens()
        let gate = world.transport.hold(.token)
        let slow = Task { try await world.client.restore(.bob) }
        await world.transport.arrival(of: .token, count: 2)
        #expect(try await world.alice.getTokenInfo(.never).sub == .alice)
        gate.open()
        _ = try await slow.value
    }
}
