import ATProtoIdentity
import ATProtoOAuth
import ATProtoSyntax
import Foundation
import JOSE
import Testing

/// §4: when tokens are refreshed, and in which order things happen.
@Suite struct RefreshTests {
    @Test func `intent is durable before the request, tokens before anyone sees them`() async throws {  // §4.4.10
        let world = try await World.signedIn()
        world.expireTokens()
        _ = try await world.client.restore(.alice)
        #expect(
            world.journal.all == [
                "directory", "resourceMetadata", "serverMetadata", "store begun access-1", "token", "store settled access-2",
                "event updated access-2",
            ])
    }

    @Test func `the issuer check passes all caches by`() async throws {  // §4.4.5
        let world = try await World.signedIn()
        for _ in 0..<2 { _ = try await world.client.restore(.alice, refresh: .always) }
        #expect(world.transport.requests(to: .directory).count == 2)
        #expect(world.transport.requests(to: .resourceMetadata).count == 2)
        #expect(world.transport.requests(to: .serverMetadata).count == 2)
    }

    @Test func `auto refreshes ten to forty seconds early, never serves any, always replaces`() async throws {  // §4.2.1
        let world = try await World.signedIn()
        world.clock.advance(by: 3589)
        _ = try await world.client.restore(.alice)
        #expect(world.spent == [])
        world.clock.advance(by: 2)
        #expect(try await world.alice.getTokenInfo(.never).expired == false)
        #expect(world.spent == [])
        _ = try await world.client.restore(.alice)
        #expect(world.spent == ["refresh-1"])
        _ = try await world.client.restore(.alice, refresh: .always)
        #expect(world.spent == ["refresh-1", "refresh-2"])
        world.expireTokens()
        #expect(try await world.alice.getTokenInfo(.never).expired == true)
        #expect(world.spent.count == 2)
    }

    @Test func `the jitter comes from the dice and is at most thirty seconds`() async throws {  // §4.2.1
        let world = try await World.signedIn { options in
            let known = options.runtimeImplementation.randomValues
            options.runtimeImplementation.randomValues = { $0 == 1 ? [255] : known($0) }
        }
        world.clock.advance(by: 3559)
        _ = try await world.client.restore(.alice)
        #expect(world.spent == [])
        world.clock.advance(by: 2)
        _ = try await world.client.restore(.alice)
        #expect(world.spent == ["refresh-1"])
    }

    @Test func `a token without an end is never stale`() async throws {  // §4.2.1
        let world = try World()
        world.change { $0.grant["expires_in"] = nil }
        try await world.signIn()
        world.clock.advance(by: 1_000_000)
        let info = try await world.alice.getTokenInfo()
        #expect(info.expiresAt == nil)
        #expect(info.expired == nil)
        #expect(world.spent == [])
    }

    @Test func `live tokens need no network`() async throws {  // §4.2.2
        let world = try await World.signedIn()
        _ = try await world.client.restore(.alice)
        #expect(world.transport.requests.isEmpty)
    }

    @Test func `tokens that live shorter than the leeway are refreshed once a call, not in circles`() async throws {
        let world = try World()
        world.change { $0.grant["expires_in"] = 8 }
        try await world.signIn()
        _ = try await world.client.restore(.alice)
        #expect(world.spent == ["refresh-1"])
    }

    @Test func `a session without a refresh token serves to its end, then says so`() async throws {  // §4.4.3
        let world = try await World.signedIn()
        let session = try #require(world.sessions.peek())
        world.sessions.plant(session.changing(refreshToken: .some(nil)))
        world.clock.advance(by: 3595)
        _ = try await world.client.restore(.alice)
        world.clock.advance(by: 10)
        let error = try await #require(throws: TokenRefreshError.self) { try await world.client.restore(.alice) }
        #expect(error.reason == .noRefreshToken)
        #expect(world.sessions.peek() != nil)
        #expect(world.transport.requests.isEmpty)
    }

    @Test func `a stored session of another account is refused`() async throws {  // §4.4.3
        let world = try await World.signedIn()
        world.sessions.plant(try #require(world.sessions.peek()), as: .bob)
        let error = try await #require(throws: TokenRefreshError.self) { try await world.client.restore(.bob) }
        #expect(error.reason == .wrongSubject)
        #expect(error.sub == .bob)
    }

    @Test func `an account that never signed in has no session and makes no event`() async throws {  // §4.4.2, §4.6.2
        let world = try World()
        for mode in [RefreshMode.auto, .always, .never] {
            let error = try await #require(throws: TokenRefreshError.self) { try await world.client.restore(.alice, refresh: mode) }
            #expect(error.reason == .noSession)
        }
        #expect(world.journal.all == [])
    }

    @Test func `the new end is counted from before the request`() async throws {  // §4.1.2
        let world = try await World.signedIn()
        let gate = world.transport.hold(.token)
        let start = world.clock.now
        async let restored = world.client.restore(.alice, refresh: .always)
        await world.transport.arrival(of: .token)
        world.clock.advance(by: 20)
        gate.open()
        #expect(try await restored.getTokenInfo(.never).expiresAt == start + 3600)
    }

    @Test func `what an answer leaves out stays as it was`() async throws {  // RFC 6749 section 6
        let world = try await World.signedIn()
        world.transport.script(.token, .json(["access_token": "access-2", "token_type": "dpop"]))
        _ = try await world.client.restore(.alice, refresh: .always)
        let tokens = try #require(world.sessions.peek()).tokenSet
        #expect(tokens.scope == "atproto")
        #expect(tokens.sub == .alice)
        #expect(tokens.refreshToken?.reveal() == "refresh-1")
        #expect(tokens.expiresAt == nil)
    }

    @Test(
        arguments: [
            ("1800", 1800), (1800, 1800), ("soon", nil), (-1, nil), (0, nil), ("", nil), (.number(1e300), nil), (["a"], nil), (true, nil),
        ] as [(JSON, TimeInterval?)])
    func `no lifetime makes the library throw rotated tokens away`(lifetime: JSON, seconds: TimeInterval?) async throws {  // §4.4.13
        let world = try await World.signedIn()
        world.change { $0.grant["expires_in"] = lifetime }
        _ = try await world.client.restore(.alice, refresh: .always)
        #expect(world.sessions.peek()?.tokenSet.accessToken.reveal() == "access-2")
        #expect(world.sessions.peek()?.tokenSet.expiresAt == seconds.map { world.clock.now + $0 })
    }

    @Test func `a refresh that brings less is told, with what is lost`() async throws {  // §9 granted scope
        let world = try World()
        world.change { $0.grant["scope"] = "atproto repo:app.bsky.feed.post?action=delete&action=create transition:generic" }
        try await world.signIn()
        world.journal.clear()
        world.change { $0.grant["scope"] = "transition:generic atproto repo:app.bsky.feed.post?action=create&action=delete" }
        _ = try await world.client.restore(.alice, refresh: .always)
        #expect(world.events == ["updated access-2"])
        world.change { $0.grant["scope"] = "atproto transition:generic" }
        _ = try await world.client.restore(.alice, refresh: .always)
        #expect(
            world.events.suffix(2) == ["updated access-3", "narrowed by repo:app.bsky.feed.post?action=create&action=delete"])
        world.change { $0.grant["scope"] = "atproto transition:generic transition:email" }
        _ = try await world.client.restore(.alice, refresh: .always)
        #expect(world.events.last == "updated access-4")
    }

    @Test func `a changed scope and a moved server are taken over`() async throws {  // §9 granted scope, §4
        let world = try await World.signedIn()
        world.change { servers in
            servers.grant["scope"] = "atproto transition:email"
            servers.resourceMetadata["resource"] = "https://moved.example.com"
        }
        world.change { servers in
            servers.documents[DID.alice.description]?["service"] = [
                ["id": "#atproto_pds", "type": "AtprotoPersonalDataServer", "serviceEndpoint": "https://moved.example.com"]
            ]
            servers.serverMetadata["protected_resources"] = nil
        }
        world.transport.script(
            .resourceMetadata, .json(["resource": "https://moved.example.com", "authorization_servers": ["https://auth.example.com"]]))
        let info = try await world.client.restore(.alice, refresh: .always).getTokenInfo()
        #expect(info.aud.origin == "https://moved.example.com")
        #expect(info.scope == "atproto transition:email")
    }
}
