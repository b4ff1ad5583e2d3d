import ATProtoIdentity
import ATProtoOAuth
import ATProtoSyntax
import FoundationEssentials
import JOSE
import HTTPTypes
import Sandbox
import Testing

/// A web client that authenticates with `private_key_jwt`, against the sandbox.
@Suite struct ConfidentialClientTests {
    @Test func `signs in with private_key_jwt, refreshes, and signs out`() async throws {
        try await World.run { world in
            let client = try await world.makeWebClient([try .make("one")])
            let session = try await world.signIn(client)
            let before = try await session.signRequest(method: .get, url: try HTTPURL(world.sandbox.origin + "/xrpc/a.b.c")).tokenID
            _ = try await client.restore(session.did, refresh: .always)
            let after = try await session.signRequest(method: .get, url: try HTTPURL(world.sandbox.origin + "/xrpc/a.b.c")).tokenID
            #expect(before != after)
            #expect(await world.sandbox.counters().totalRotations == 1)
            #expect(try await session.fetchHandler("/xrpc/com.atproto.server.getSession").status == .ok)
            #expect(try await session.signOut() == .revoked)
            #expect(await world.sandbox.counters().sessionsEnded == 1)
        }
    }

    @Test func `publishes its public keys, and nothing private`() async throws {
        try await World.run { world in
            let client = try await world.makeWebClient([try .make("one"), try .make("two", isRetired: true)])
            #expect(client.jwks.keys.map(\.keyID) == ["one", "two"])
            #expect(client.clientMetadata.jwks == client.jwks)
            let published = String(decoding: try JSONEncoder().encode(client.jwks), as: UTF8.self)
            #expect(!published.contains("\"d\""))
        }
    }

    @Test func `rotates its keys: new logins use the new one, sessions of the old one go on`() async throws {
        try await World.run { world in
            let (old, new) = (try ClientKey.make("old"), try ClientKey.make("new"))
            let sessions = MemorySessionStore()
            let alice = try await world.signIn(try await world.makeWebClient([old], sessions: sessions)).did

            let recorder = RecordingTransport(world.transport)
            let client = try await world.makeWebClient([new, old.retired], sessions: sessions, transport: recorder)
            _ = try await client.restore(alice, refresh: .always)
            #expect(Set(try recorder.assertions.map(\.header.kid)) == ["old"])
            let bob = try await world.signIn(client, as: "bob.test")
            #expect(try recorder.assertions.last?.header.kid == "new")
            #expect(try await client.restore(alice).fetchHandler("/xrpc/com.atproto.server.getSession").status == .ok)
            #expect(try await bob.fetchHandler("/xrpc/com.atproto.server.getSession").status == .ok)
            #expect(await world.sandbox.counters().sessionsEnded == 0)
        }
    }

    @Test func `keeps a session whose key is gone, and says which key is missing`() async throws {
        try await World.run { world in
            let sessions = MemorySessionStore()
            let did = try await world.signIn(try await world.makeWebClient([try .make("old")], sessions: sessions)).did
            let client = try await world.makeWebClient([try .make("new")], sessions: sessions)
            let error = await #expect(throws: TokenRefreshError.self) { try await client.restore(did, refresh: .always) }
            #expect(error?.reason == .unavailable)
            let cause = try #require(error?.cause as? AuthMethodUnsatisfiableError)
            #expect(cause.reason.contains("old"))
            #expect(sessions.session(of: did)?.rotation == .settled)
            #expect(await world.sandbox.counters().sessionsEnded == 0)
        }
    }

    @Test func `makes a new assertion for every attempt, aimed at the issuer and dated back`() async throws {
        try await World.run { world in
            let recorder = RecordingTransport(world.transport)
            let client = try await world.makeWebClient([try .make("one")], transport: recorder)
            _ = try await world.signIn(client)
            let assertions = try recorder.assertions
            // A pushed request and its repetition with a nonce, then the code exchange.
            #expect(assertions.count == 3)
            #expect(Set(assertions.map(\.claims.jti)).count == assertions.count)
            for assertion in assertions {
                #expect(assertion.claims.aud == world.sandbox.origin)
                #expect(assertion.claims.iss == World.webClientID)
                #expect(assertion.claims.sub == World.webClientID)
                #expect(assertion.claims.iat < Date().timeIntervalSince1970)
            }
        }
    }
}

extension ClientKey {
    /// The same key, kept for its sessions only.
    fileprivate var retired: ClientKey { ClientKey(key, isRetired: true) }
}
