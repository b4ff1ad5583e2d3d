import ATProtoOAuth
import ATProtoSyntax
import Foundation
import Testing

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
