import ATProtoIdentity
import ATProtoOAuth
import ATProtoSyntax
import Testing

/// §4.4.11: an answer that tells nothing is still an answer. Only silence uses the second try up.
@Suite struct UnclearAnswerTests {
    private func refused(_ world: World) async throws -> TokenRefreshError {
        try await #require(throws: TokenRefreshError.self) { try await world.client.restore(.alice) }
    }

    @Test func `an outage behind a gateway may last as long as it likes`() async throws {
        let world = try await World.signedIn()
        world.expireTokens()
        for _ in 0..<5 {
            world.transport.script(.token, .gatewayPage)
            #expect(try await refused(world).reason == .ambiguous)
            guard case .begun = world.sessions.peek()?.rotation else {
                Issue.record("the second try is used up")
                return
            }
            // A server that fails over and over is left alone in between.
            world.clock.advance(by: 60)
        }
        _ = try await world.client.restore(.alice)
        #expect(world.sessions.peek()?.rotation == .settled)
        #expect(world.spent == Array(repeating: "refresh-1", count: 6))
    }

    static let unclear: [Reply] = [
        .json([:]), .json([:], type: "text/plain"), .json([:], status: 500), .failure(TransportError(.bodyTooLarge, "large")),
        .failure(TransportError(.malformedResponse, "no HTTP")),
    ]

    @Test(arguments: unclear)
    func `garbage twice leaves the session in doubt, and another try`(reply: Reply) async throws {
        let world = try await World.signedIn()
        world.expireTokens()
        world.transport.script(.token, reply, reply)
        for _ in 0..<2 { #expect(try await refused(world).reason == .ambiguous) }
        _ = try await world.client.restore(.alice)
        #expect(world.sessions.peek()?.rotation == .settled)
    }

    @Test func `garbage after which the server had rotated ends with the server's word`() async throws {
        let world = try await World.signedIn()
        world.expireTokens()
        world.change { $0.newest = 2 }
        world.transport.script(.token, .json([:]), .json([:]))
        for _ in 0..<2 { #expect(try await refused(world).reason == .ambiguous) }
        #expect(try await refused(world).reason == .refused)
    }

    @Test func `an answer in between does not make two lost ones good`() async throws {
        let world = try await World.signedIn()
        world.expireTokens()
        world.transport.script(.token, .lost, .gatewayPage, .lost)
        for _ in 0..<3 { #expect(try await refused(world).reason == .ambiguous) }
        #expect(try await refused(world).reason == .answersLost)
        #expect(world.spent.count == 3)
    }

    @Test func `a mark that cannot be put back ends nothing by itself`() async throws {
        let world = try await World.signedIn()
        world.expireTokens()
        world.transport.script(.token, .lost, .gatewayPage)
        _ = try await refused(world)
        world.sessions.fail("store begun", ScriptedSessionStore.Failure(description: "disk full"))
        #expect(try await refused(world).reason == .ambiguous)
        #expect(world.sessions.peek() != nil)
    }
}
