import ATProtoOAuth
import ATProtoSyntax
import Testing

/// §2.1: whom a login may begin with.
@Suite struct AuthorizeInputTests {
    @Test func `without a verified handle the hint is the DID`() async throws {  // §2.7, §2.1
        let world = try World(handles: FixedHandles(dids: [:]))
        _ = try await world.client.authorize(DID.alice.description)
        #expect(try #require(world.transport.requests(to: .pushed).last).form["login_hint"] == DID.alice.description)
    }

    @Test(arguments: ["alice.example.com", " @Alice.Example.com\n", DID.alice.description, " \(DID.alice.description)"])
    func `takes a handle or a DID as people type them`(input: String) async throws {  // §2.1 [B]
        let world = try World()
        let request = try await world.client.authorize(input)
        #expect(request.sub == .alice)
        #expect(try #require(world.transport.requests(to: .pushed).last).form["login_hint"] == "alice.example.com")
    }

    @Test(arguments: ["https://pds.example.com", "https://pds.example.com/", "https://auth.example.com", "https://auth.example.com/"])
    func `takes the URL of either server, with or without a slash`(input: String) async throws {  // §2.1
        let request = try await World().client.authorize(input)
        #expect(request.sub == nil)
        #expect(request.issuer.description == "https://auth.example.com")
    }

    @Test(arguments: ["", "not a handle", "did:example:x", "nobody.example.com"])
    func `says that an input leads to no account`(input: String) async throws {  // §2.1, §6
        let world = try World()
        let error = try await #require(throws: OAuthResolverError.self) { try await world.client.authorize(input) }
        #expect(error.step == .identity)
        #expect(error.cause != nil)
    }

    @Test func `if a URL is neither server, the resource server's fault is told`() async throws {  // §2.1: the first error
        let world = try World()
        world.change { $0.resourceMetadata["authorization_servers"] = [] }
        let error = try await #require(throws: OAuthResolverError.self) { try await world.client.authorize("https://pds.example.com") }
        #expect(error.step == .protectedResource)
        #expect(error.description.contains("authorization_servers"))
    }
}
