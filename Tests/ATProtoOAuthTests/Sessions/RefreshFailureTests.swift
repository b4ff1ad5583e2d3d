import ATProtoIdentity
import ATProtoOAuth
import ATProtoSyntax
import Testing

/// §4, the table of refresh failures: which error, which end, which events.
@Suite struct RefreshFailureTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let reply: Reply
        let reason: TokenRefreshError.Reason
        let events: [String]
        var settled = true
    }

    static let cases = [
        Case(testDescription: "invalid_grant", reply: .error("invalid_grant"), reason: .refused, events: ["deleted refused"]),
        Case(testDescription: "invalid_client", reply: .error("invalid_client", status: 401), reason: .unavailable, events: []),
        Case(testDescription: "server_error as JSON", reply: .error("server_error", status: 500), reason: .unavailable, events: []),
        Case(
            testDescription: "invalid_grant with another status", reply: .error("invalid_grant", status: 403), reason: .unavailable,
            events: []),
        Case(testDescription: "not found", reply: .json([:], status: 404), reason: .unavailable, events: []),
        Case(testDescription: "busy", reply: .json([:], status: 503), reason: .unavailable, events: []),
        Case(testDescription: "too many requests", reply: .json([:], status: 429), reason: .unavailable, events: []),
        Case(testDescription: "a redirect", reply: .json([:], status: 307), reason: .unavailable, events: []),
        Case(testDescription: "nobody there", reply: .unreachable, reason: .unavailable, events: []),
        Case(testDescription: "a gateway's page", reply: .gatewayPage, reason: .ambiguous, events: ["ambiguous"], settled: false),
        Case(testDescription: "a lost answer", reply: .lost, reason: .ambiguous, events: ["ambiguous"], settled: false),
        Case(
            testDescription: "a timeout", reply: .failure(TransportError(.timeout, "slow")), reason: .ambiguous, events: ["ambiguous"],
            settled: false),
        Case(testDescription: "a success without tokens", reply: .json([:]), reason: .ambiguous, events: ["ambiguous"], settled: false),
        Case(
            testDescription: "a success that is no JSON", reply: .json([:], type: "text/plain"), reason: .ambiguous, events: ["ambiguous"],
            settled: false),
        Case(
            testDescription: "an answer that is too large", reply: .failure(TransportError(.bodyTooLarge, "large")), reason: .ambiguous,
            events: ["ambiguous"], settled: false),
    ]

    @Test(arguments: cases)
    func `a refusal ends the session only if it is invalid_grant`(failure: Case) async throws {
        let world = try await World.signedIn()
        world.expireTokens()
        world.transport.script(.token, failure.reply)
        let error = try await #require(throws: TokenRefreshError.self) { try await world.client.restore(.alice) }
        #expect(error.reason == failure.reason)
        #expect(error.sub == .alice)
        #expect(error.cause != nil)
        #expect(world.events == failure.events)
        #expect((world.sessions.peek() == nil) == (failure.reason == .refused))
        if let session = world.sessions.peek() { #expect(session.rotation.isAmbiguous == !failure.settled) }
        #expect(world.spent == ["refresh-1"])
        #expect(world.revoked == [])
        #expect(!"\(error)".contains("refresh-1"))
    }

    @Test(arguments: [Endpoint.directory, .resourceMetadata, .serverMetadata])
    func `what cannot be resolved leaves the session and the token alone`(endpoint: Endpoint) async throws {
        let world = try await World.signedIn()
        world.expireTokens()
        world.transport.script(endpoint, .lost)
        let error = try await #require(throws: TokenRefreshError.self) { try await world.client.restore(.alice) }
        #expect(error.reason == .unavailable)
        #expect(error.cause is OAuthResolverError)
        #expect(world.spent == [])
        #expect(world.sessions.peek()?.rotation == .settled)
        #expect(world.events == [])
        _ = try await world.client.restore(.alice)
    }

    @Test func `an issuer check that takes too long leaves the session and the token alone`() async throws {  // §4.4.5
        let session = try #require(try await World.signedIn().sessions.peek())
        let world = try World { $0.issuerCheckLimit = .milliseconds(20) }
        world.sessions.plant(session)
        world.expireTokens()
        let gate = world.transport.hold(.resourceMetadata)
        let error = try await #require(throws: TokenRefreshError.self) { try await world.client.restore(.alice) }
        gate.open()
        #expect(error.reason == .unavailable)
        #expect(error.cause is OAuthResolverError)
        #expect(world.spent == [])
        #expect(world.sessions.peek()?.rotation == .settled)
    }

    @Test func `an account that moved to another authorization server ends, and the token is not spent`() async throws {  // migration
        let world = try await World.signedIn()
        world.expireTokens()
        world.change { $0.resourceMetadata["authorization_servers"] = ["https://other.example.com"] }
        let error = try await #require(throws: TokenRefreshError.self) { try await world.client.restore(.alice) }
        #expect(error.reason == .issuerChanged)
        #expect(error.endsSession)
        #expect(error.cause is OAuthIssuerError)
        #expect(world.spent == [])
        #expect(world.sessions.peek() == nil)
        #expect(world.events == ["deleted issuerChanged"])
        #expect((world.sessions.deletions.first as? TokenRefreshError)?.reason == .issuerChanged)
    }

    @Test func `tokens of another account are revoked and end the session`() async throws {  // §4.4.6 [B]
        let world = try await World.signedIn()
        world.change { $0.grant["sub"] = .text(DID.bob.description) }
        let error = try await #require(throws: TokenRefreshError.self) { try await world.client.restore(.alice, refresh: .always) }
        #expect(error.reason == .issuerChanged)
        #expect(world.revoked == ["refresh-2"])
        #expect(world.sessions.peek() == nil)
        #expect(world.sessions.peek(.bob) == nil)
        #expect(world.events == ["deleted issuerChanged"])
    }

    @Test func `tokens that cannot be stored are revoked, and the store's error is the cause`() async throws {  // §4.4.8, §10
        let world = try await World.signedIn()
        world.sessions.fail("store settled", ScriptedSessionStore.Failure(description: "disk full"))
        let error = try await #require(throws: TokenRefreshError.self) { try await world.client.restore(.alice, refresh: .always) }
        #expect(error.reason == .notStored)
        #expect("\(error)".contains("disk full"))
        #expect(world.revoked == ["refresh-2"])
        #expect(world.sessions.peek() == nil)
        #expect(world.events == ["deleted notStored"])
    }

    @Test func `that they could not be revoked is told after the store's error`() async throws {  // §10 session-getter
        let world = try await World.signedIn()
        world.sessions.fail("store settled", ScriptedSessionStore.Failure(description: "disk full"))
        world.transport.script(.revocation, .lost)
        let error = try await #require(throws: TokenRefreshError.self) { try await world.client.restore(.alice, refresh: .always) }
        let causes = try #require(error.cause as? CompoundError).errors.map { "\($0)" }
        #expect(causes == ["disk full", "connection: the connection broke"])
        #expect(world.events == ["deleted notStored"])
    }

    @Test func `if server and store fail to forget as well, all errors are told, the first cause first`() async throws {  // §10.1
        let world = try await World.signedIn()
        world.sessions.fail("store settled", ScriptedSessionStore.Failure(description: "disk full"))
        world.sessions.fail("delete", ScriptedSessionStore.Failure(description: "disk gone"))
        world.transport.script(.revocation, .lost)
        let error = try await #require(throws: TokenRefreshError.self) { try await world.client.restore(.alice, refresh: .always) }
        let causes = try #require(error.cause as? CompoundError).errors.map { "\($0)" }
        #expect(causes == ["disk full", "connection: the connection broke", "disk gone"])
        #expect(error.description.contains("disk full; and then connection: the connection broke; and then disk gone"))
        #expect(world.events == [])
        // The intent was durable, so that the next process knows.
        #expect(world.sessions.peek()?.rotation.isAmbiguous == true)
    }

    @Test func `an intent that cannot be stored keeps the request at home`() async throws {
        let world = try await World.signedIn()
        world.expireTokens()
        world.sessions.fail("store begun", ScriptedSessionStore.Failure(description: "disk full"))
        let error = try await #require(throws: TokenRefreshError.self) { try await world.client.restore(.alice) }
        #expect(error.reason == .unavailable)
        #expect(error.cause is ScriptedSessionStore.Failure)
        #expect(world.spent == [])
        #expect(world.sessions.peek()?.rotation == .settled)
        _ = try await world.client.restore(.alice)
    }

    @Test func `a token that still works serves when it cannot be refreshed ahead of time`() async throws {
        let world = try await World.signedIn()
        world.clock.advance(by: 3595)
        for reply in [Reply.unreachable, .error("temporarily_unavailable", status: 503), .lost] {
            world.transport.script(.token, reply)
            #expect(try await world.client.restore(.alice).getTokenInfo(.never).expired == false)
        }
        world.sessions.fail("store begun", ScriptedSessionStore.Failure(description: "disk full"))
        _ = try await world.client.restore(.alice)
    }

    @Test func `a store that cannot be read is told as it is`() async throws {
        let world = try await World.signedIn()
        world.sessions.fail("read", ScriptedSessionStore.Failure(description: "unreadable"))
        await #expect(throws: ScriptedSessionStore.Failure.self) { try await world.client.restore(.alice) }
        #expect(world.events == [])
    }

    @Test func `after invalid_grant the tokens that another process got are adopted`() async throws {  // §4.4.7
        let world = try await World.signedIn()
        let old = try #require(world.sessions.peek())
        world.expireTokens()
        let gate = world.transport.hold(.token)
        async let restored = world.client.restore(.alice)
        await world.transport.arrival(of: .token)
        let elsewhere = try await World.signedIn()
        elsewhere.clock.advance(by: 3601)
        _ = try await elsewhere.client.restore(.alice)
        world.sessions.plant(try #require(elsewhere.sessions.peek()))
        world.transport.script(.token, .error("invalid_grant"))
        gate.open()
        _ = try await restored
        #expect(world.sessions.peek()?.tokenSet.id != old.tokenSet.id)
        #expect(world.events == [])
    }

    @Test func `after invalid_grant a session that another process ended makes no second event`() async throws {  // §4.4.7
        let world = try await World.signedIn()
        world.expireTokens()
        let gate = world.transport.hold(.token)
        async let restored = world.client.restore(.alice)
        await world.transport.arrival(of: .token)
        world.sessions.remove()
        world.transport.script(.token, .error("invalid_grant"))
        gate.open()
        do {
            _ = try await restored
            Issue.record("a session that is gone was restored")
        } catch let error as TokenRefreshError {
            #expect(error.reason == .noSession)
        }
        #expect(world.events == [])
        #expect(world.sessions.deletions.isEmpty)
    }
}
