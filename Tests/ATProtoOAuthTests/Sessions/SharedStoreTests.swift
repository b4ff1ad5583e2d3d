import ATProtoIdentity
import ATProtoOAuth
import ATProtoSyntax
import JOSE
import Synchronization
import Testing

/// §4.4.7: another process may have rotated with the same store. Where the lock did not keep it out, it is given a second to store.
@Suite struct SharedStoreTests {
    /// A lock that spans all there is.
    private struct WideLock: RequestLock {
        let base = KeyedLock()
        var spansEveryProcess: Bool { true }

        func withLock<Result: Sendable>(_ name: String, _ body: @Sendable () async throws -> Result) async throws -> Result {
            try await base.withLock(name, body)
        }
    }

    @Test func `a lock spans this process unless it says otherwise`() {
        #expect(!KeyedLock().spansEveryProcess)
        #expect(WideLock().spansEveryProcess)
    }

    @Test func `what the other process stores within the second is adopted`() async throws {
        let elsewhere = try await World.signedIn()
        let old = try #require(elsewhere.sessions.peek())
        elsewhere.expireTokens()
        _ = try await elsewhere.client.restore(.alice)
        let new = try #require(elsewhere.sessions.peek())
        let store = Mutex<ScriptedSessionStore?>(nil)
        let world = try World { options in
            options.runtimeImplementation.sleep = { duration in
                #expect(duration == .seconds(1))
                store.withLock { $0 }?.plant(new)
            }
        }
        store.withLock { $0 = world.sessions }
        world.sessions.plant(old)
        world.expireTokens()
        world.transport.script(.token, .error("invalid_grant"))
        _ = try await world.client.restore(.alice)
        #expect(world.sessions.peek()?.tokenSet.id == new.tokenSet.id)
        #expect(world.events == [])
    }

    @Test func `a new refresh token alone is another pair as well`() async throws {
        let world = try await World.signedIn()
        let old = try #require(world.sessions.peek())
        let gate = world.transport.hold(.token)
        world.clock.advance(by: 3595)
        async let restored = world.client.restore(.alice)
        await world.transport.arrival(of: .token)
        world.sessions.plant(old.changing(refreshToken: SecretString("other")))
        world.transport.script(.token, .error("invalid_grant"))
        gate.open()
        _ = try await restored
        #expect(world.sessions.peek()?.tokenSet.refreshToken?.reveal() == "other")
        #expect(world.events == [])
    }

    @Test func `what is unchanged after the second ends`() async throws {
        let world = try await World.signedIn()
        world.expireTokens()
        world.transport.script(.token, .error("invalid_grant"))
        let error = try await #require(throws: TokenRefreshError.self) { try await world.client.restore(.alice) }
        #expect(error.reason == .refused)
        let lines = world.journal.all
        let (slept, deleted) = (try #require(lines.firstIndex(of: "slept 1.0 seconds")), try #require(lines.firstIndex(of: "delete")))
        #expect(slept < deleted)
    }

    @Test func `under a lock that spans every process nobody waits`() async throws {
        let world = try await World.signedIn { $0.runtimeImplementation.requestLock = WideLock() }
        world.expireTokens()
        world.transport.script(.token, .error("invalid_grant"))
        await #expect(throws: TokenRefreshError.self) { try await world.client.restore(.alice) }
        #expect(!world.journal.all.contains { $0.hasPrefix("slept") })
        #expect(world.sessions.peek() == nil)
    }
}
