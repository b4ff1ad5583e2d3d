import ATProtoOAuth
import ATProtoSyntax
import Foundation
import HTTPTypes
import JOSE
import Testing

/// §4: restore, getTokenInfo, revoke, signOut, events.
@Suite struct SessionsTests {
    @Test func `a session knows itself`() async throws {  // §4.1.4
        let world = try await World.signedIn()
        let session = try await world.client.restore(.alice)
        #expect(session.did == .alice)
        #expect(session.sub == .alice)
        #expect(try await session.serverMetadata.issuer.description == "https://auth.example.com")
    }

    @Test func `token info tells what may be known`() async throws {  // §4.1.3
        let world = try await World.signedIn()
        let info = try await world.alice.getTokenInfo()
        #expect(info.expiresAt == world.clock.now + 3600)
        #expect(info.expired == false)
        #expect(info.scope == "atproto")
        #expect(info.iss.description == "https://auth.example.com")
        #expect(info.aud.description == "https://pds.example.com/")
        #expect(info.sub == .alice)
        world.clock.advance(by: 3605)
        #expect(try await world.alice.getTokenInfo(.never).expired == false)
        world.clock.advance(by: 1)
        #expect(try await world.alice.getTokenInfo(.never).expired == true)
        #expect(try await world.alice.getTokenInfo(.always).expired == false)
    }

    @Test func `sign-out revokes the refresh token, then the access token, and forgets`() async throws {  // §4.7.1 [B]
        let world = try await World.signedIn()
        #expect(try await world.alice.signOut() == .revoked)
        #expect(world.revoked == ["refresh-1", "access-1"])
        #expect(world.sessions.peek() == nil)
        #expect(world.events == ["deleted TokenRevokedError"])
        #expect(world.sessions.deletions.first as? TokenRevokedError == TokenRevokedError(.alice))
        let error = try await #require(throws: TokenRefreshError.self) { try await world.client.restore(.alice) }
        #expect(error.reason == .noSession)
    }

    @Test(
        arguments: [
            .response(status: 200, headers: [:], body: []), .response(status: 204, headers: [:], body: []), .json([:], type: "text/html"),
            .response(status: 202, headers: [.contentType: "application/json"], body: Array("{".utf8)),
            .response(status: 200, headers: [.contentType: "application/json"], body: [UInt8](repeating: 32, count: 600_000)),
        ] as [Reply])
    func `any success means that the token is forgotten`(reply: Reply) async throws {  // §4.7.1, RFC 7009 section 2.2
        let world = try await World.signedIn()
        world.transport.script(.revocation, reply, reply)
        #expect(try await world.alice.signOut() == .revoked)
    }

    @Test func `to revoke nothing is no failure and no event`() async throws {  // §4.6
        let world = try World()
        #expect(try await world.client.revoke(.alice) == .nothingToRevoke)
        #expect(world.journal.all == [])
    }

    @Test func `a server that cannot be told does not keep the session alive here`() async throws {  // §4.7.2
        for reply in [Reply.lost, .error("server_error", status: 500)] {
            let world = try await World.signedIn()
            world.transport.script(.revocation, reply)
            guard case .localOnly(_, let end) = try await world.client.revoke(.alice) else {
                Issue.record("the server was not told")
                return
            }
            #expect(end == world.clock.now + 3600)
            #expect(world.revoked == ["refresh-1", "access-1"])
            #expect(world.sessions.peek() == nil)
            #expect(world.events == ["deleted TokenRevokedError"])
        }
    }

    @Test func `nor does one without a revocation endpoint, or without metadata`() async throws {  // §4.7.2
        let world = try World()
        world.change { $0.serverMetadata["revocation_endpoint"] = nil }
        try await world.signIn()
        let first = try await world.client.revoke(.alice)
        #expect(first == .localOnly(reason: "the server has no revocation endpoint", accessTokenEndsAt: world.clock.now + 3600))
        try await world.signIn()
        world.clock.advance(by: 61)
        world.transport.script(.serverMetadata, .lost)
        guard case .localOnly(let reason, _) = try await world.client.revoke(.alice) else {
            Issue.record("the server was not told")
            return
        }
        #expect(reason.contains("auth.example.com"))
        #expect(world.revoked == [])
    }

    @Test func `a session that cannot be forgotten is told`() async throws {
        let world = try await World.signedIn()
        world.sessions.fail("delete", ScriptedSessionStore.Failure(description: "disk full"))
        await #expect(throws: ScriptedSessionStore.Failure.self) { try await world.client.revoke(.alice) }
        #expect(world.events == [])
    }

    @Test func `a caller who leaves does not stop a sign-out half way`() async throws {
        let world = try await World.signedIn()
        let events = world.client.sessionEvents()
        let gate = world.transport.hold(.revocation)
        let caller = Task { try await world.client.revoke(.alice) }
        await world.transport.arrival(of: .revocation)
        caller.cancel()
        gate.open()
        #expect(await events.first { _ in true }?.summary == "deleted TokenRevokedError")
        #expect(try await caller.value == .revoked)
    }

    @Test func `callbacks and streams tell the same, and a slow reader loses the oldest`() async throws {  // §4.6
        let journal = Journal()
        let world = try World { options in
            options.onUpdate = { sub, session in journal.add("update \(sub == .alice) \(session.tokenSet.accessToken.reveal())") }
            options.onDelete = { sub, cause in journal.add("delete \(sub == .alice) \(cause is TokenRevokedError)") }
        }
        let (patient, hasty) = (world.client.sessionEvents(), world.client.sessionEvents(buffering: 1))
        try await world.signIn()
        _ = try await world.client.restore(.alice, refresh: .always)
        world.transport.script(.token, .lost)
        _ = try? await world.client.restore(.alice, refresh: .always)
        try await world.client.revoke(.alice)
        #expect(journal.all == ["update true access-1", "update true access-2", "delete true true"])
        var told: [String] = []
        for await event in patient.prefix(4) {
            told.append(event.summary)
            #expect(event.sub == .alice)
        }
        #expect(told == ["updated access-1", "updated access-2", "ambiguous", "deleted TokenRevokedError"])
        #expect(await hasty.first { _ in true }?.summary == "deleted TokenRevokedError")
    }
}
