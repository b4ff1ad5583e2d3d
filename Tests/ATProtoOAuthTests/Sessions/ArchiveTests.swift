import ATProtoOAuth
import ATProtoSyntax
import Foundation
import JOSE
import Testing

/// §7: what stores keep.
@Suite struct ArchiveTests {
    @Test(arguments: [Rotation.settled, .begun(at: Date(timeIntervalSince1970: 5)), .retried(at: Date(timeIntervalSince1970: 6))])
    func `a session survives its archive`(rotation: Rotation) async throws {
        let world = try await World.signedIn(.makeConfidential(), keyset: .make("one"))
        let session = try #require(world.sessions.peek()).changing(rotation: rotation)
        let copy = try Session(archive: session.archive())
        #expect(copy.tokenSet == session.tokenSet)
        #expect(copy.dpopKey.publicKey == session.dpopKey.publicKey)
        #expect(copy.authentication == .privateKeyJWT(keyID: "one"))
        #expect(copy.rotation == rotation)
        #expect(copy.rotation.isAmbiguous == (rotation != .settled))
        #expect(copy.createdAt == session.createdAt)
        #expect(copy.sub == .alice)
    }

    @Test func `a session without refresh token or end survives as well`() async throws {
        let world = try World()
        world.change { $0.grant["expires_in"] = nil }
        try await world.signIn()
        let session = try #require(world.sessions.peek()).changing(refreshToken: .some(nil))
        #expect(try Session(archive: session.archive()).tokenSet == session.tokenSet)
    }

    @Test func `a login survives its archive`() async throws {
        let world = try World()
        let request = try await world.client.authorize("alice.example.com", options: AuthorizeOptions(state: "mine"))
        let state = try #require(world.states.peek(request.state))
        let copy = try AuthorizationState(archive: state.archive())
        #expect(copy.issuer == state.issuer)
        #expect(copy.sub == state.sub)
        #expect(copy.redirectURI == state.redirectURI)
        #expect(copy.dpopKey.publicKey == state.dpopKey.publicKey)
        #expect(copy.authentication == state.authentication)
        #expect(copy.verifier == state.verifier)
        #expect(copy.appState == "mine")
        #expect(copy.createdAt == state.createdAt)
    }

    @Test(arguments: ["", "{}", "[]"])
    func `other bytes are refused`(text: String) {
        #expect(throws: (any Error).self) { try Session(archive: SecretBytes(copying: text.utf8)) }
        #expect(throws: (any Error).self) { try AuthorizationState(archive: SecretBytes(copying: text.utf8)) }
    }

    @Test func `printing a session or a login shows no secret`() async throws {  // design §1.1
        let world = try await World.signedIn()
        let request = try await world.client.authorize("alice.example.com")
        let state = try #require(world.states.peek(request.state))
        let session = try #require(world.sessions.peek())
        var dumped = ""
        dump(session, to: &dumped)
        dump(state, to: &dumped)
        for text in [dumped, "\(session) \(state)", String(reflecting: session) + String(reflecting: state)] {
            for secret in ["access-1", "refresh-1", state.verifier.reveal()] { #expect(!text.contains(secret)) }
        }
    }
}

@Suite struct MemoryStoreTests {
    private func state(at time: TimeInterval) async throws -> AuthorizationState {
        let world = try World()
        world.clock.advance(by: time)
        return try #require(world.states.peek(try await world.client.authorize("alice.example.com").state))
    }

    @Test func `a state is taken once`() async throws {
        let clock = TestClock()
        let store = MemoryStateStore(now: { clock.now })
        store.set("a", try await state(at: 0))
        #expect(store.take("a") != nil)
        #expect(store.take("a") == nil)
    }

    @Test func `states expire, and the oldest give way`() async throws {
        let clock = TestClock()
        let store = MemoryStateStore(capacity: 2, lifetime: 10, now: { clock.now })
        for (key, age) in [("a", 0.0), ("b", 1), ("c", 2)] {
            clock.advance(by: age == 0 ? 0 : 1)
            store.set(key, try await state(at: age))
        }
        #expect(store.take("a") == nil)
        #expect(store.take("b") != nil)
        clock.advance(by: 10)
        #expect(store.take("c") == nil)
    }

    @Test func `sessions are kept one for each account`() async throws {
        let store = MemorySessionStore()
        let session = try #require(try await World.signedIn().sessions.peek())
        store.set(session)
        #expect(store.session(of: .alice)?.tokenSet == session.tokenSet)
        #expect(store.session(of: .bob) == nil)
        store.delete(.alice, cause: TokenRevokedError(.alice))
        #expect(store.session(of: .alice) == nil)
    }

    @Test func `the library's own stores, lock and dice serve a whole login`() async throws {
        let world = try World { options in
            options.runtimeImplementation = RuntimeImplementation()
            options.stateStore = MemoryStateStore()
            options.sessionStore = MemorySessionStore()
        }
        let session = try await world.signIn()
        #expect(try await session.getTokenInfo(.always).expired == false)
        #expect(try await session.signOut() == .revoked)
    }

    @Test func `a digest of one's own is used`() async throws {
        let world = try World { $0.runtimeImplementation.digest = { _, _ in [1, 2, 3] } }
        _ = try await world.client.authorize("alice.example.com")
        #expect(world.transport.requests(to: .pushed).first?.form["code_challenge"] == "AQID")
    }
}
