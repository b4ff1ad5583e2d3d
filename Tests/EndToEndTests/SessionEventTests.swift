import ATProtoIdentity
import ATProtoOAuth
import ATProtoSyntax
import Sandbox
import Testing

/// What an application hears of its sessions.
@Suite struct SessionEventTests {
    private func options(_ world: World, _ journal: Journal<String>) throws -> OAuthClientOptions {
        let id = try LoopbackClientID(scope: World.scope, redirectURIs: ["http://127.0.0.1/callback"])
        return OAuthClientOptions(
            clientMetadata: ClientMetadata(loopback: id), stateStore: MemoryStateStore(), sessionStore: MemorySessionStore(),
            identityResolver: world.identities, transport: world.transport, allowHTTP: true,
            onUpdate: { sub, session in journal.write("updated \(sub == session.sub)") },
            onDelete: { _, cause in journal.write("deleted \(type(of: cause))") })
    }

    @Test func `onUpdate and onDelete tell of sign-in, refresh and sign-out`() async throws {
        try await World.run { world in
            let journal = Journal<String>()
            let client = try OAuthClient(try options(world, journal))
            let session = try await world.signIn(client)
            _ = try await session.getTokenInfo(.always)
            try await session.signOut()
            #expect(journal.entries == ["updated true", "updated true", "deleted TokenRevokedError"])
        }
    }

    @Test func `says nothing of sessions that never were`() async throws {
        try await World.run { world in
            let journal = Journal<String>()
            let client = try OAuthClient(try options(world, journal))
            let did = try DID(try #require(world.sandbox.did(of: "alice.test")))
            await #expect(throws: TokenRefreshError.self) { try await client.restore(did) }
            #expect(try await client.revoke(did) == .nothingToRevoke)
            #expect(journal.entries.isEmpty)
        }
    }

    @Test func `the stream brings the same, in the same order, to every listener`() async throws {
        try await World.run { world in
            let client = try world.makeClient()
            let streams = [client.sessionEvents(), client.sessionEvents()]
            let session = try await world.signIn(client)
            try await session.signOut()
            for stream in streams {
                var events = stream.makeAsyncIterator()
                guard case .updated(let updated) = await events.next() else { throw Unexpected() }
                #expect(updated.sub == session.did)
                guard case .deleted(let sub, let cause) = await events.next() else { throw Unexpected() }
                #expect(sub == session.did)
                #expect(cause as? TokenRevokedError == TokenRevokedError(session.did))
            }
        }
    }

    private struct Unexpected: Error {}

    @Test func `signing in again ends the former session and revokes it`() async throws {
        try await World.run { world in
            let journal = Journal<String>()
            let client = try OAuthClient(try options(world, journal))
            _ = try await world.signIn(client)
            _ = try await world.signIn(client)
            #expect(journal.entries == ["updated true", "deleted TokenRevokedError", "updated true"])
            // The server is told after the caller has the new session.
            while await world.sandbox.counters().sessionsEnded < 1 { await Task.yield() }
        }
    }

    @Test func `a session that the user ended at the server ends with the server's word`() async throws {
        try await World.run { world in
            let journal = Journal<String>()
            let client = try OAuthClient(try options(world, journal))
            let session = try await world.signIn(client)
            await world.sandbox.endSessions(of: session.did.description)
            let error = await #expect(throws: TokenRefreshError.self) {
                try await session.fetchHandler("/xrpc/com.atproto.server.getSession")
            }
            #expect(error?.reason == .refused)
            #expect((error?.cause as? OAuthResponseError)?.error == "invalid_grant")
            #expect(journal.entries == ["updated true", "deleted TokenRefreshError"])
        }
    }
}
