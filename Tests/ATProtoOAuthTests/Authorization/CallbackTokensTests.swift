import ATProtoIdentity
import ATProtoOAuth
import ATProtoSyntax
import Foundation
import JOSE
import Testing

/// §3.10 to §3.13: what the code brought.
@Suite struct CallbackTokensTests {
    private func begun(_ input: String = "alice.example.com", state: String? = "mine") async throws -> (World, AuthorizationRequest) {
        let world = try World()
        return (world, try await world.client.authorize(input, options: AuthorizeOptions(state: state)))
    }

    private func failure(_ world: World, _ params: FormParameters) async throws -> OAuthCallbackError {
        try await #require(throws: OAuthCallbackError.self) { try await world.client.callback(params) }
    }

    @Test(
        arguments: [
            ("access_token", nil), ("access_token", ""), ("token_type", "Bearer"), ("token_type", nil), ("sub", "did:example:x"),
            ("scope", "transition:generic"), ("id_token", "ey"),
        ] as [(String, JSON?)])
    func `a token response that breaks a rule is refused by field, and never quoted`(field: String, value: JSON?) async throws {  // §3.10
        let (world, request) = try await begun()
        var answer = world.change { $0.tokenResponse(1) }
        answer[field] = value
        world.transport.script(.token, .json(answer))
        let error = try await failure(world, world.response(to: request))
        #expect(error.cause is MalformedResponseError)
        #expect("\(error)".contains(field))
        #expect(!"\(error)".contains("access-1"))
        #expect(world.sessions.peek() == nil)
        #expect(world.events == [])
    }

    @Test(arguments: [-1, 0, 1e10, "soon", true] as [JSON])
    func `a lifetime that is none is as if it were not stated`(lifetime: JSON) async throws {  // §3.10
        let (world, request) = try await begun()
        world.change { $0.grant["expires_in"] = lifetime }
        _ = try await world.client.callback(world.response(to: request))
        #expect(world.sessions.peek()?.tokenSet.expiresAt == nil)
    }

    @Test(arguments: ["sub", "scope"])
    func `tokens of nobody, or for nothing, are refused and revoked`(field: String) async throws {  // §3.10
        let (world, request) = try await begun()
        world.change { $0.grant[field] = nil }
        let error = try await failure(world, world.response(to: request))
        #expect("\(error)".contains("\(field) is missing"))
        #expect(world.revoked == ["refresh-1"])
    }

    @Test func `the kind of token is compared without regard to case, unknown fields are passed over`() async throws {  // §3.10
        let (world, request) = try await begun()
        world.change { servers in
            servers.grant["token_type"] = "dpop"
            servers.grant["extra"] = ["a": 1]
        }
        _ = try await world.client.callback(world.response(to: request))
    }

    @Test func `who signs in as somebody else is noticed, and the tokens are revoked`() async throws {  // §3.11 [B]
        let (world, request) = try await begun()
        world.change { $0.grant["sub"] = .text(DID.bob.description) }
        let error = try await failure(world, world.response(to: request))
        #expect((error.cause as? OAuthIssuerError)?.sub == .bob)
        #expect(error.state == "mine")
        #expect(world.revoked == ["refresh-1"])
        #expect(world.sessions.peek(.bob) == nil)
        #expect(world.events == [])
    }

    @Test func `a login that named only a server takes whoever signs in there`() async throws {  // §3.11
        let (world, request) = try await begun("https://pds.example.com")
        world.change { $0.grant["sub"] = .text(DID.bob.description) }
        #expect(try await world.client.callback(world.response(to: request)).session.did == .bob)
    }

    @Test func `tokens of a server that does not speak for the account are revoked`() async throws {  // §3.11
        let (world, request) = try await begun("https://pds.example.com")
        world.change { $0.resourceMetadata["authorization_servers"] = ["https://other.example.com"] }
        let error = try await failure(world, world.response(to: request))
        #expect(error.cause is OAuthIssuerError)
        #expect(world.revoked == ["refresh-1"])
        #expect(world.sessions.peek() == nil)
    }

    @Test func `if that cannot be found out, the tokens are revoked as well`() async throws {  // §3.11
        let (world, request) = try await begun()
        world.transport.script(.directory, .lost)
        let error = try await failure(world, world.response(to: request))
        #expect(error.cause is OAuthResolverError)
        #expect(world.revoked == ["refresh-1"])
    }

    @Test func `a lifetime written as text is a number all the same`() async throws {  // §3.10
        let (world, request) = try await begun()
        world.change { $0.grant["expires_in"] = "3600" }
        _ = try await world.client.callback(world.response(to: request))
        #expect(world.sessions.peek()?.tokenSet.expiresAt == world.clock.now + 3600)
    }

    @Test func `it must be found out in ten seconds unless told otherwise`() throws {  // §3.11.1
        var limit: Duration?
        _ = try World { limit = $0.issuerCheckLimit }
        #expect(limit == .seconds(10))
    }

    @Test func `it must be found out in time`() async throws {  // §3.11
        let world = try World { $0.issuerCheckLimit = .milliseconds(20) }
        let request = try await world.client.authorize("alice.example.com")
        let gate = world.transport.hold(.directory)
        let error = try await #require(throws: OAuthCallbackError.self) { try await world.client.callback(world.response(to: request)) }
        gate.open()
        #expect((error.cause as? OAuthResolverError)?.reason.contains("0.02 seconds") == true)
        #expect(world.revoked == ["refresh-1"])
        #expect(world.sessions.peek() == nil)
    }

    @Test func `an access token is revoked if there is no refresh token`() async throws {
        let (world, request) = try await begun()
        var answer = world.change { $0.tokenResponse(7) }
        answer["refresh_token"] = nil
        answer["sub"] = .text(DID.bob.description)
        world.transport.script(.token, .json(answer))
        _ = try await failure(world, world.response(to: request))
        #expect(world.revoked == ["access-7"])
    }

    @Test func `a new sign-in replaces the former session, whose tokens are revoked`() async throws {  // §3.12, §4.6
        let world = try await World.signedIn()
        try await world.signIn()
        await world.transport.arrival(of: .revocation, count: 2)
        #expect(world.revoked == ["refresh-1", "access-1"])
        #expect(world.events == ["deleted TokenRevokedError", "updated access-2"])
        #expect(world.sessions.peek()?.tokenSet.accessToken.reveal() == "access-2")
    }

    @Test(.timeLimit(.minutes(1))) func `nobody waits for the former session's tokens to be revoked`() async throws {  // §3.12
        let world = try await World.signedIn()
        let request = try await world.client.authorize("alice.example.com")
        let gate = world.transport.hold(.revocation)
        let caller = Task { try await world.client.callback(world.response(to: request)).session.did }
        #expect(try await caller.value == .alice)
        caller.cancel()
        #expect(world.events == ["deleted TokenRevokedError", "updated access-2"])
        // The lock is free as well.
        _ = try await world.client.restore(.alice, refresh: .always)
        gate.open()
        await world.transport.arrival(of: .revocation, count: 2)
        #expect(world.revoked == ["refresh-1", "access-1"])
    }

    @Test func `a former session that cannot be revoked does not spoil the new one`() async throws {  // §3.12
        let world = try await World.signedIn()
        world.transport.script(.revocation, .lost, .lost)
        try await world.signIn()
        #expect(world.events == ["deleted TokenRevokedError", "updated access-2"])
    }

    @Test func `a session that cannot be stored is revoked, and the former one stays`() async throws {  // §3.13
        let world = try await World.signedIn()
        world.sessions.fail("store settled", ScriptedSessionStore.Failure(description: "disk full"))
        let error = try await #require(throws: OAuthCallbackError.self) { try await world.signIn() }
        #expect(error.cause is ScriptedSessionStore.Failure)
        #expect(world.revoked == ["refresh-2"])
        #expect(world.sessions.peek()?.tokenSet.accessToken.reveal() == "access-1")
        #expect(world.events == [])
    }
}
