import ATProtoIdentity
import ATProtoOAuth
import ATProtoSyntax
import FoundationEssentials
import HTTPTypes
import Sandbox
import Testing

/// Sessions in use: several accounts, restored ones, rejected tokens, granted scopes.
@Suite struct SessionUseTests {
    private static let whoami = "/xrpc/com.atproto.server.getSession"

    @Test func `one client serves many accounts, one session each`() async throws {
        try await World.run { world in
            let client = try world.makeClient()
            let users = ["alice.test", "bob.test", "carol.test"]
            var sessions: [OAuthSession] = []
            for user in users { sessions.append(try await world.signIn(client, as: user)) }
            #expect(Set(sessions.map(\.did)).count == 3)
            try await sessions[0].signOut()
            for session in sessions.dropFirst() { #expect(try await session.fetchHandler(Self.whoami).status == .ok) }
            await #expect(throws: TokenRefreshError.self) { try await sessions[0].fetchHandler(Self.whoami) }
        }
    }

    @Test func `restores with live tokens without the network, renews on demand, and leaves old ones alone if told so`() async throws {
        try await World.run { world in
            let recorder = RecordingTransport(world.transport)
            let client = try world.makeClient(transport: recorder)
            let did = try await world.signIn(client).did
            let before = recorder.requests.count
            _ = try await client.restore(did)
            _ = try await client.restore(did, refresh: .never)
            #expect(recorder.requests.count == before)
            _ = try await client.restore(did, refresh: .always)
            #expect(await world.sandbox.counters().totalRotations == 1)
        }
    }

    @Test func `renews tokens that are about to end, and only then`() async throws {
        try await World.run {
            $0.knobs.accessTokenLifetime = 5
        } _: { world in
            let client = try world.makeClient()
            let session = try await world.signIn(client)
            let stale = try await session.getTokenInfo(.never)
            #expect(stale.expired == false)
            await world.sandbox.setKnobs { $0.accessTokenLifetime = 3600 }
            _ = try await client.restore(session.did, refresh: .auto)
            let fresh = try await session.getTokenInfo(.auto)
            #expect(try #require(fresh.expiresAt) > #require(stale.expiresAt))
            #expect(await world.sandbox.counters().totalRotations == 1)
        }
    }

    @Test func `a token that even fresh the server rejects is reported, and the session kept`() async throws {
        try await World.run { world in
            let changing = ChangingTransport(world.transport)
            let sessions = MemorySessionStore()
            let session = try await world.signIn(try world.makeClient(sessions: sessions, transport: changing))
            changing.answer { request in
                guard request.headers[.authorization] != nil else { return nil }
                return IncomingResponse(status: .unauthorized, headers: [.wwwAuthenticate: #"DPoP error="invalid_token""#])
            }
            let error = await #expect(throws: TokenInvalidError.self) { try await session.fetchHandler(Self.whoami) }
            #expect(error?.sub == session.did)
            #expect(sessions.session(of: session.did) != nil)
            #expect(await world.sandbox.counters().totalRotations == 1)
        }
    }

    @Test func `sends what it is given, and overrides only the authorization`() async throws {
        try await World.run { world in
            let recorder = RecordingTransport(world.transport)
            let session = try await world.signIn(try world.makeClient(transport: recorder))
            let record = #"{"repo":"\#(session.did)","collection":"app.bsky.feed.post","record":{"text":"Hello, AT Protocol!"}}"#
            let response = try await session.fetchHandler(
                "/xrpc/com.atproto.repo.createRecord", method: .post,
                headers: [.contentType: "application/json", .authorization: "Bearer mine", .acceptLanguage: "fr"],
                body: .bytes(Array(record.utf8)))
            #expect(response.status == .ok)
            let sent = try #require(recorder.requests.last)
            #expect(sent.headers[.authorization]?.hasPrefix("DPoP ") == true)
            #expect(sent.headers[.acceptLanguage] == "fr")
            #expect(sent.url.description == world.sandbox.resourceOrigin + "/xrpc/com.atproto.repo.createRecord")
        }
    }

    @Test func `a server's own errors come back as they are`() async throws {
        try await World.run { world in
            let session = try await world.signIn(try world.makeClient())
            #expect(try await session.fetchHandler("/xrpc/com.example.nothing").status == .notImplemented)
            await world.sandbox.setKnobs { $0.failures[Self.whoami] = EndpointFailure(status: 503, retryAfter: 7) }
            let response = try await session.fetchHandler(Self.whoami)
            #expect(response.status == .serviceUnavailable)
            #expect(response.headers[.retryAfter] == "7")
        }
    }

    @Test func `tells which scopes were granted, and which withheld`() async throws {
        try await World.run { world in
            let changing = ChangingTransport(world.transport)
            let sessions = MemorySessionStore()
            let client = try world.makeClient(scope: "atproto transition:generic transition:email", sessions: sessions, transport: changing)
            let session = try await world.signIn(client, options: AuthorizeOptions(scope: "atproto transition:generic"))
            let info = try await session.getTokenInfo()
            #expect(info.scope == "atproto transition:generic")
            #expect(info.withheldScope.isEmpty)
            #expect(sessions.session(of: session.did)?.grantedScope?.permits(blob: "image/png") == true)

            // A refresh that brings less: the user took something back.
            changing.answer { request in
                guard request.url.path == "/oauth/token" else { return nil }
                let answer = #"{"access_token":"less","token_type":"DPoP","scope":"atproto","expires_in":3600,"sub":"\#(session.did)"}"#
                return IncomingResponse(
                    status: .ok, headers: [.contentType: "application/json"], body: IncomingBody(Array(answer.utf8)))
            }
            let less = try await session.getTokenInfo(.always)
            #expect(less.scope == "atproto")
            #expect(less.withheldScope == ["transition:generic"])
            let kept = try Session(archive: try #require(sessions.session(of: session.did)).archive())
            #expect(kept.withheldScope == ["transition:generic"])
        }
    }

    @Test func `asks for nothing that the metadata does not declare`() async throws {
        try await World.run { world in
            let client = try world.makeClient()
            for scope in ["atproto transition:email", "transition:generic", "atproto  transition:generic", "atproto \"", ""] {
                let error = await #expect(throws: InvalidOptionError.self) {
                    try await client.authorize("alice.test", options: AuthorizeOptions(scope: scope))
                }
                #expect(error?.option == "scope")
            }
        }
    }
}
