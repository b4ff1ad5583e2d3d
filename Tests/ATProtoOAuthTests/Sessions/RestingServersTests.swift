import ATProtoIdentity
import ATProtoOAuth
import ATProtoSyntax
import HTTPTypes
import JOSE
import Testing

/// §4.4.14: servers in trouble are left alone.
@Suite struct RestingServersTests {
    private func refused(_ world: World) async throws -> TokenRefreshError {
        try await #require(throws: TokenRefreshError.self) { try await world.client.restore(.alice) }
    }

    static func busy(_ seconds: String) -> Reply { .error("temporarily_unavailable", status: 503, headers: [.retryAfter: seconds]) }

    @Test func `a server that asks for a minute gets it, and callers are told at once`() async throws {
        let world = try await World.signedIn()
        world.expireTokens()
        world.transport.script(.token, Self.busy("60"))
        #expect(try await refused(world).cause is OAuthResponseError)
        world.transport.forget()
        for _ in 1...20 {
            let error = try await refused(world)
            #expect(error.reason == .unavailable)
            #expect((error.cause as? ServerRestingError)?.retryAfter(at: world.clock.now) == 60)
        }
        #expect(world.transport.requests.isEmpty)
        world.clock.advance(by: 60)
        _ = try await world.client.restore(.alice)
        #expect(world.spent.count == 1)
    }

    @Test func `a server that keeps failing is left alone, a little longer each time`() async throws {
        let world = try await World.signedIn()
        world.expireTokens()
        var waits: [Double] = []
        for failure in 1...9 {
            world.transport.script(.token, .error("server_error", status: 500))
            #expect(try await refused(world).cause is OAuthResponseError, "failure \(failure)")
            guard failure > 2 else { continue }
            let wait = try #require(await refused(world).cause as? ServerRestingError).retryAfter(at: world.clock.now)
            waits.append(wait)
            world.clock.advance(by: wait)
        }
        #expect(waits == [1, 2, 4, 8, 16, 30, 30])
        _ = try await world.client.restore(.alice)
        #expect(world.sessions.peek()?.rotation == .settled)
    }

    @Test func `an answer makes good what failed before`() async throws {
        let world = try await World.signedIn()
        for _ in 1...3 {
            world.expireTokens()
            world.transport.script(.token, .unreachable, .unreachable)
            for _ in 1...2 { #expect(try await refused(world).cause is TransportError) }
            _ = try await world.client.restore(.alice)
        }
    }

    @Test func `an account's own trouble is not held against servers`() async throws {
        let world = try await World.signedIn()
        world.expireTokens()
        for _ in 1...5 {
            world.transport.script(.directory, .unreachable)
            #expect((try await refused(world).cause as? OAuthResolverError)?.step == .identity)
        }
        _ = try await world.client.restore(.alice)
    }

    @Test(arguments: [Reply.error("slow_down", status: 429, headers: [.retryAfter: "3600"]), busy("3600")])
    func `what one account fails with is not held against another`(reply: Reply) async throws {
        let world = try await World.signedIn()
        world.sessions.plant(try #require(world.sessions.peek()?.changing(sub: .bob)))
        world.change { $0.grant["sub"] = .text(DID.bob.description) }
        world.expireTokens()
        world.transport.script(.token, reply)
        _ = try await refused(world)
        #expect(try await refused(world).cause is ServerRestingError)
        _ = try await world.client.restore(.bob)
        // That it answered makes good what it said to the other, unless that was about the other alone.
        world.change { $0.grant["sub"] = .text(DID.alice.description) }
        #expect(world.sessions.peek(.bob)?.tokenSet.accessToken.reveal() == "access-2")
    }

    @Test func `a server that fails for two accounts is left alone by all`() async throws {
        let world = try await World.signedIn()
        world.sessions.plant(try #require(world.sessions.peek()?.changing(sub: .bob)))
        world.expireTokens()
        world.transport.script(.token, Self.busy("60"), Self.busy("60"))
        _ = try await refused(world)
        _ = await #expect(throws: TokenRefreshError.self) { try await world.client.restore(.bob) }
        world.transport.forget()
        let error = await #expect(throws: TokenRefreshError.self) { try await world.client.restore(.bob) }
        #expect(error?.cause is ServerRestingError)
        #expect(world.transport.requests.isEmpty)
    }

    @Test func `a server may not ask for a day, nor does a clock that is set back make one`() async throws {
        let world = try await World.signedIn()
        world.expireTokens()
        world.transport.script(.token, Self.busy("86400"))
        _ = try await refused(world)
        #expect((try await refused(world).cause as? ServerRestingError)?.retryAfter(at: world.clock.now) == 3600)
        world.clock.advance(by: -1)
        // The clock went back, yet the access token has still ended.
        _ = try await world.client.restore(.alice)
        #expect(world.sessions.peek()?.rotation == .settled)
    }
}
