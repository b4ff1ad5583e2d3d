import ATProtoIdentity
import ATProtoOAuth
import ATProtoSyntax
import Sandbox
import Testing

/// The word on how handles are resolved, in place of an identity resolver.
@Suite struct HandleResolutionTests {
    /// A resolver of the application's own.
    private struct Directory: HandleResolver {
        let entries: [String: String]

        func resolve(_ handle: Handle, fresh: Bool) async throws -> DID? { try entries[handle.description].map { try DID($0) } }
    }

    private func client(_ world: World, _ resolution: HandleResolution) throws -> OAuthClient {
        let id = try LoopbackClientID(scope: World.scope, redirectURIs: ["http://127.0.0.1/callback"])
        return try OAuthClient(
            OAuthClientOptions(
                clientMetadata: ClientMetadata(loopback: id), stateStore: MemoryStateStore(), sessionStore: MemorySessionStore(),
                handleResolver: resolution, plcDirectory: try HTTPURL(world.sandbox.origin), transport: world.transport, allowHTTP: true))
    }

    @Test func `a service's URL`() async throws {
        try await World.run { world in
            let request = try await client(world, .service(try HTTPURL(world.sandbox.origin))).authorize("alice.test")
            #expect(request.sub?.description == world.sandbox.did(of: "alice.test"))
        }
    }

    @Test func `a resolver of one's own, which is asked alone and still not believed blindly`() async throws {
        try await World.run { world in
            let (alice, bob) = (try #require(world.sandbox.did(of: "alice.test")), try #require(world.sandbox.did(of: "bob.test")))
            let client = try client(world, .resolver(Directory(entries: ["alice.test": alice, "carol.test": bob])))
            #expect(try await client.authorize("alice.test").sub?.description == alice)
            // Bob's document does not claim carol's handle.
            for handle in ["bob.test", "carol.test"] {
                await #expect(throws: OAuthResolverError.self) { try await client.authorize(handle) }
            }
        }
    }
}
