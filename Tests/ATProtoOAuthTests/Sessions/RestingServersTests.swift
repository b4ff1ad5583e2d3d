import ATProtoIdentity
import ATProtoOAuth
import ATProtoSyntax
import HTTPTypes
import Testing

/// §4.4.14: servers in trouble are left alone.
@Suite struct RestingServersTests {
    private func refused(_ world: World) async throws -> TokenRefreshError {
        try await #require(throws: TokenRefreshError.self) { try await world.client.restore(.alice) }
    }

    private static func busy(_ seconds: String) -> Reply { .error("temporarily_unavailable", status: 503, headers: [.retryAfter: seconds]) }

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
