import ATProtoIdentity
import ATProtoOAuth
import ATProtoSyntax
import HTTPTypes
import Testing

/// Design §1.3: a refresh whose answer was lost, or whose process was killed.
@Suite struct AmbiguousRefreshTests {
    /// A world in which the answer to a refresh was lost, before or after the server rotated.
    private func afterLostAnswer(rotated: Bool) async throws -> World {
        let world = try await World.signedIn()
        world.clock.advance(by: 3595)
        if rotated { world.change { $0.newest = 2 } }
        world.transport.script(.token, .lost)
        _ = try await world.client.restore(.alice)
        #expect(world.events == ["ambiguous"])
        #expect(world.sessions.peek()?.rotation == .begun(at: world.clock.now))
        return world
    }

    @Test func `the access token serves as long as it works, without another try`() async throws {
        let world = try await afterLostAnswer(rotated: false)
        for _ in 0..<3 { _ = try await world.client.restore(.alice) }
        _ = try await world.alice.fetchHandler("/xrpc/a")
        #expect(world.spent == ["refresh-1"])
    }

    @Test func `then the refresh token is tried once, and if the server had not rotated, all is well`() async throws {
        let world = try await afterLostAnswer(rotated: false)
        world.expireTokens()
        _ = try await world.client.restore(.alice)
        #expect(world.spent == ["refresh-1", "refresh-1"])
        #expect(world.sessions.peek()?.rotation == .settled)
        #expect(world.journal.all.contains("store retried access-1"))
        #expect(world.events == ["ambiguous", "updated access-2"])
    }

    @Test func `or the session ends, if the server had rotated`() async throws {
        let world = try await afterLostAnswer(rotated: true)
        world.expireTokens()
        let error = try await #require(throws: TokenRefreshError.self) { try await world.client.restore(.alice) }
        #expect(error.reason == .refused)
        #expect(world.events == ["ambiguous", "deleted refused"])
        #expect(world.sessions.peek() == nil)
    }

    @Test func `there is no third try`() async throws {
        let world = try await afterLostAnswer(rotated: false)
        world.expireTokens()
        world.transport.script(.token, .lost)
        let second = try await #require(throws: TokenRefreshError.self) { try await world.client.restore(.alice) }
        #expect(second.reason == .ambiguous)
        #expect(!second.endsSession)
        let third = try await #require(throws: TokenRefreshError.self) { try await world.client.restore(.alice) }
        #expect(third.reason == .answersLost)
        #expect(third.endsSession)
        #expect(world.spent == ["refresh-1", "refresh-1"])
        #expect(world.sessions.peek() == nil)
    }

    @Test func `a second try that never left may be made again`() async throws {
        let world = try await afterLostAnswer(rotated: false)
        world.expireTokens()
        world.transport.script(.token, .unreachable)
        let second = try await #require(throws: TokenRefreshError.self) { try await world.client.restore(.alice) }
        #expect(second.reason == .unavailable)
        _ = try await world.client.restore(.alice)
        #expect(world.sessions.peek()?.rotation == .settled)
    }

    @Test func `a token that the server rejects is replaced at once`() async throws {
        let world = try await afterLostAnswer(rotated: false)
        world.transport.script(.resource, .rejectedToken)
        #expect(try await world.alice.fetchHandler("/xrpc/a").status == .ok)
        #expect(world.spent == ["refresh-1", "refresh-1"])
    }

    @Test func `a process killed between intent and answer leaves a session that the next one settles`() async throws {
        let world = try await World.signedIn()
        world.expireTokens()
        let gate = world.transport.hold(.token)
        async let lost = world.client.restore(.alice)
        await world.transport.arrival(of: .token)
        // What a disk would hold if the process died now.
        let onDisk = try Session(archive: try #require(world.sessions.peek()).archive())
        #expect(onDisk.rotation.isAmbiguous)
        for serverRotated in [false, true] {
            let next = try world.restarted(with: onDisk)
            if serverRotated { next.change { $0.newest += 1 } }
            let outcome = try? await next.client.restore(.alice)
            #expect((outcome == nil) == serverRotated)
            #expect(next.sessions.peek()?.rotation == (serverRotated ? nil : .settled))
            #expect(next.spent == ["refresh-1"])
        }
        gate.open()
        _ = try await lost
    }
}
