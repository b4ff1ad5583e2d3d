import ATProtoIdentity
import ATProtoOAuth
import ATProtoSyntax
import FoundationEssentials
import HTTPTypes
import Sandbox
import Synchronization
import Testing

/// The flow of the reference client's documentation, in Swift, against the sandbox over real sockets.
@Suite struct SignInTests {
    @Test func `signs in, makes a request, restores the session and signs out`() async throws {
        try await World.run { world in
            let sessions = MemorySessionStore()
            let client = try world.makeClient(sessions: sessions)
            let request = try await client.authorize("alice.test", options: AuthorizeOptions(state: "my-app-state-123"))
            let (session, state) = try await client.callback(try await world.browse(request))
            #expect(state == "my-app-state-123")
            #expect(session.did.description == world.sandbox.did(of: "alice.test"))
            #expect(try await session.serverMetadata.issuer.description == world.sandbox.origin)

            let response = try await session.fetchHandler("/xrpc/com.atproto.server.getSession")
            #expect(response.status == .ok)

            // Another program run, with the same store.
            let restored = try await world.makeClient(sessions: sessions).restore(session.did)
            let info = try await restored.getTokenInfo()
            #expect(info.sub == session.did)
            #expect(info.expired == false)

            #expect(try await restored.signOut() == .revoked)
            #expect(await world.sandbox.counters().sessionsEnded == 1)
            let error = await #expect(throws: TokenRefreshError.self) { try await client.restore(session.did) }
            #expect(error?.reason == .noSession)
        }
    }

    @Test func `a thousand callers who find the token expired share one rotation`() async throws {
        try await World.run {
            $0.knobs.accessTokenLifetime = 5
        } _: { world in
            let client = try world.makeClient()
            let request = try await client.authorize("alice.test")
            let (session, _) = try await client.callback(try await world.browse(request))
            await world.sandbox.setKnobs { $0.accessTokenLifetime = 3600 }
            // Five seconds are less than the leeway, so the token counts as expired from the start.
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<1000 { group.addTask { _ = try await session.getTokenInfo() } }
                try await group.waitForAll()
            }
            let counters = await world.sandbox.counters()
            #expect(counters.totalRotations == 1)
            #expect(counters.refreshTokenReplays == 0)
        }
    }

    @Test func `a user who declines is reported with the application's state`() async throws {
        try await World.run { world in
            let client = try world.makeClient()
            let request = try await client.authorize("alice.test", options: AuthorizeOptions(state: "mine"))
            let params = try await world.browse(request, .reject)
            let error = await #expect(throws: OAuthCallbackError.self) { try await client.callback(params) }
            #expect(error?.error == "access_denied")
            #expect(error?.state == "mine")
        }
    }

    @Test func `whoever signs in as somebody else than the login was begun for is refused and signed out`() async throws {
        try await World.run { world in
            let client = try world.makeClient()
            let request = try await client.authorize("alice.test")
            let params = try await world.browse(request, as: "bob.test")
            await #expect(throws: OAuthCallbackError.self) { try await client.callback(params) }
            #expect(await world.sandbox.counters().sessionsEnded == 1)
        }
    }
}
