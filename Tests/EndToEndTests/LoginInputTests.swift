import ATProtoIdentity
import ATProtoOAuth
import ATProtoSyntax
import Sandbox
import Testing

/// What a user may type to sign in, and where it leads.
@Suite struct LoginInputTests {
    @Test(arguments: ["alice.test", "@alice.test", "  Alice.Test\n", "\u{202A}@alice.test\u{202C}"])
    func `a handle, however it was pasted`(input: String) async throws {
        try await World.run { world in
            let request = try await world.makeClient().authorize(input)
            #expect(request.sub?.description == world.sandbox.did(of: "alice.test"))
            #expect(request.issuer.description == world.sandbox.origin)
        }
    }

    @Test func `a DID`() async throws {
        try await World.run { world in
            let did = try #require(world.sandbox.did(of: "bob.test"))
            let client = try world.makeClient()
            let request = try await client.authorize(did)
            #expect(request.sub?.description == did)
            let (session, _) = try await client.callback(try await world.browse(request, as: "bob.test"))
            #expect(session.did.description == did)
        }
    }

    @Test func `the URL of a server, on which the user chooses the account`() async throws {
        try await World.run { world in
            let client = try world.makeClient()
            for url in [world.sandbox.origin, world.sandbox.origin + "/"] {
                let request = try await client.authorize(url)
                #expect(request.sub == nil)
                let (session, _) = try await client.callback(try await world.browse(request, as: "carol.test"))
                #expect(session.did.description == world.sandbox.did(of: "carol.test"))
            }
        }
    }

    @Test func `either URL, where resource and authorization server are apart`() async throws {
        try await World.run {
            $0.separateResourceServer = true
        } _: { world in
            #expect(world.sandbox.origin != world.sandbox.resourceOrigin)
            let client = try world.makeClient()
            for url in [world.sandbox.origin, world.sandbox.resourceOrigin] {
                #expect(try await client.authorize(url).issuer.description == world.sandbox.origin)
            }
        }
    }

    @Test func `an input that leads nowhere is refused with the step that failed`() async throws {
        try await World.run { world in
            let client = try world.makeClient()
            for input in ["nobody.test", "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa", "", "not a handle", "did:key:z6Mk"] {
                let error = await #expect(throws: OAuthResolverError.self) { try await client.authorize(input) }
                #expect(error?.step == .identity, "\(input)")
            }
        }
    }

    @Test func `tells how an account was found`() async throws {
        try await World.run { world in
            let resolution = try await world.makeClient().resolve("alice.test", fresh: true)
            #expect(resolution.identity?.handleVerified == true)
            #expect(resolution.identity?.pds.origin == world.sandbox.resourceOrigin)
            #expect(resolution.server.issuer.description == world.sandbox.origin)
            #expect(resolution.identity?.sources.isEmpty == false)
        }
    }
}
