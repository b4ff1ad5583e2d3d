import ATProtoIdentity
import ATProtoOAuth
import ATProtoSyntax
import Testing

/// §4.5.4, §4.5.7: a data server that has no metadata for a moment has not moved to another authorization server.
@Suite struct MissingMetadataTests {
    private func refused(_ world: World) async throws -> TokenRefreshError {
        try await #require(throws: TokenRefreshError.self) { try await world.client.restore(.alice) }
    }

    @Test func `a 404 during a refresh passes, with the token unspent`() async throws {
        let world = try await World.signedIn()
        world.expireTokens()
        world.transport.script(.resourceMetadata, .json([:], status: 404))
        let error = try await refused(world)
        #expect(error.reason == .unavailable)
        #expect((error.cause as? OAuthResolverError)?.step == .protectedResource)
        #expect(world.spent == [])
        #expect(world.sessions.peek()?.rotation == .settled)
        #expect(world.events == [])
        _ = try await world.client.restore(.alice)
    }

    @Test func `a data server that has become its own authorization server ends the session`() async throws {
        let world = try await World.signedIn()
        world.expireTokens()
        var document = world.change { $0.serverMetadata }
        document["issuer"] = "https://pds.example.com"
        world.transport.script(.resourceMetadata, .json([:], status: 404))
        world.transport.script(.serverMetadata, .json(document))
        #expect(try await refused(world).reason == .issuerChanged)
        #expect(world.spent == [])
        #expect(world.sessions.peek() == nil)
    }

    @Test(arguments: [Reply.lost, .gatewayPage, .json(["issuer": "https://pds.example.com"])])
    func `what is no valid metadata of its own is no sign of a change`(reply: Reply) async throws {
        let world = try await World.signedIn()
        world.expireTokens()
        world.transport.script(.resourceMetadata, .json([:], status: 404))
        world.transport.script(.serverMetadata, reply)
        #expect(try await refused(world).reason == .unavailable)
        #expect(world.sessions.peek() != nil)
    }

    @Test func `metadata of somebody else at the data server is no sign of a change`() async throws {
        let world = try await World.signedIn()
        world.expireTokens()
        world.transport.script(.resourceMetadata, .json([:], status: 404))
        world.transport.script(.serverMetadata, .json(world.change { $0.serverMetadata }))
        #expect(try await refused(world).reason == .unavailable)
        #expect(world.sessions.peek() != nil)
    }

    @Test func `at the callback it is told as what could not be found out`() async throws {  // §3.11.1
        let world = try World()
        let request = try await world.client.authorize("alice.example.com")
        world.transport.script(.resourceMetadata, .json([:], status: 404))
        let error = try await #require(throws: OAuthCallbackError.self) { try await world.client.callback(world.response(to: request)) }
        #expect((error.cause as? OAuthResolverError)?.step == .protectedResource)
        #expect(world.revoked == ["refresh-1"])
    }
}
