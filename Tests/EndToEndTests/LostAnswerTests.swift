import ATProtoIdentity
import ATProtoOAuth
import ATProtoSyntax
import FoundationEssentials
import HTTPTypes
import Sandbox
import Testing

/// Answers to a refresh that never arrive: the server may have rotated, or not.
@Suite struct LostAnswerTests {
    private func describe(_ event: SessionEvent) -> String {
        switch event {
        case .updated: "updated"
        case .narrowed: "narrowed"
        case .ambiguous: "ambiguous"
        case .deleted(_, let cause): "deleted \((cause as? TokenRefreshError)?.reason.rawValue ?? "\(cause)")"
        }
    }

    @Test func `if the server had rotated, the session ends with that cause and is never replayed a third time`() async throws {
        try await World.run { world in
            let events = Journal<String>()
            let sessions = MemorySessionStore()
            let client = try world.makeClient(sessions: sessions) { events.write(describe($0)) }
            let session = try await world.signIn(client)
            await world.sandbox.setKnobs { $0.dropTokenResponses = 1 }

            let lost = await #expect(throws: TokenRefreshError.self) { try await client.restore(session.did, refresh: .always) }
            #expect(lost?.reason == .ambiguous)
            #expect(lost?.endsSession == false)
            #expect(sessions.session(of: session.did)?.rotation.isAmbiguous == true)

            // The server withdrew the old access token when it rotated, so the next request brings the second try about.
            let ended = await #expect(throws: TokenRefreshError.self) {
                try await session.fetchHandler("/xrpc/com.atproto.server.getSession")
            }
            #expect(ended?.reason == .refused)
            #expect(ended?.endsSession == true)
            #expect(events.entries == ["updated", "ambiguous", "deleted refused"])
            let again = await #expect(throws: TokenRefreshError.self) { try await client.restore(session.did) }
            #expect(again?.reason == .noSession)
            #expect(await world.sandbox.counters().refreshTokenReplays == 1)
        }
    }

    @Test func `if the server had not rotated, the access token serves on and the second try recovers`() async throws {
        try await World.run { world in
            let events = Journal<String>()
            let sessions = MemorySessionStore()
            let flaky = ChangingTransport(world.transport)
            let client = try world.makeClient(sessions: sessions, transport: flaky) { events.write(describe($0)) }
            let session = try await world.signIn(client)
            flaky.answer { request throws(TransportError) in
                guard request.url.path == "/oauth/token" else { return nil }
                throw TransportError(.connection, "the network went away")
            }
            let lost = await #expect(throws: TokenRefreshError.self) { try await client.restore(session.did, refresh: .always) }
            #expect(lost?.reason == .ambiguous)
            #expect(try await session.fetchHandler("/xrpc/com.atproto.server.getSession").status == .ok)

            flaky.answer(with: nil)
            _ = try await client.restore(session.did, refresh: .always)
            #expect(sessions.session(of: session.did)?.rotation == .settled)
            #expect(events.entries == ["updated", "ambiguous", "updated"])
            let counters = await world.sandbox.counters()
            #expect(counters.totalRotations == 1)
            #expect(counters.refreshTokenReplays == 0)
        }
    }

    @Test func `a process that dies with a refresh under way leaves a session that knows it`() async throws {
        try await World.run { world in
            let sessions = MemorySessionStore()
            let client = try world.makeClient(sessions: sessions)
            let session = try await world.signIn(client)
            await world.sandbox.setKnobs { $0.hold = .beforeIssue }
            let refresh = Task { try await client.restore(session.did, refresh: .always) }
            await world.sandbox.waitForHeldTokenRequests()
            // What a new process would find in the store at this moment.
            let found = try Session(archive: try #require(sessions.session(of: session.did)).archive())
            #expect(found.rotation.isAmbiguous)
            await world.sandbox.setKnobs { $0.hold = .none }
            _ = try await refresh.value
            #expect(sessions.session(of: session.did)?.rotation == .settled)
        }
    }

    @Test(arguments: [("temporarily_unavailable", 503), ("invalid_client", 401), ("server_error", 500)])
    func `a refusal other than invalid_grant leaves the session as it was`(error: String, status: Int) async throws {
        try await World.run { world in
            let sessions = MemorySessionStore()
            let client = try world.makeClient(sessions: sessions)
            let session = try await world.signIn(client)
            await world.sandbox.setKnobs {
                $0.refuseRefreshes = 1
                $0.refusalError = error
                $0.refusalStatus = status
            }
            let failure = await #expect(throws: TokenRefreshError.self) { try await client.restore(session.did, refresh: .always) }
            #expect(failure?.reason == .unavailable)
            #expect((failure?.cause as? OAuthResponseError)?.error == error)
            #expect((failure?.cause as? OAuthResponseError)?.status == status)
            #expect(sessions.session(of: session.did)?.rotation == .settled)
            _ = try await client.restore(session.did, refresh: .always)
        }
    }

    @Test func `callers who leave do not stop a refresh`() async throws {
        try await World.run { world in
            let sessions = MemorySessionStore()
            let client = try world.makeClient(sessions: sessions)
            let session = try await world.signIn(client)
            let before = try #require(sessions.session(of: session.did)).tokenSet.id
            await world.sandbox.setKnobs { $0.hold = .beforeIssue }
            let callers = (0..<30).map { _ in Task { try await client.restore(session.did, refresh: .always) } }
            await world.sandbox.waitForHeldTokenRequests()
            for caller in callers[..<20] { caller.cancel() }
            for caller in callers[..<20] { await #expect(throws: CancellationError.self) { try await caller.value } }
            await world.sandbox.setKnobs { $0.hold = .none }
            for caller in callers[20...] { _ = try await caller.value }
            #expect(sessions.session(of: session.did)?.tokenSet.id != before)
            #expect(await world.sandbox.counters().totalRotations == 1)
        }
    }
}
