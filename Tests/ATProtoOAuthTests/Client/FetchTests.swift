import ATProtoIdentity
import ATProtoOAuth
import ATProtoSyntax
import Foundation
import HTTPTypes
import JOSE
import NIOCore
import Testing

/// §4, fetchHandler.
@Suite struct FetchTests {
    private func resource(_ world: World) -> [RecordedRequest] { world.transport.requests(to: .resource) }

    private func stream(_ text: String) -> OutgoingBody {
        .stream(
            AsyncThrowingStream { continuation in
                continuation.yield(ByteBuffer(string: text))
                continuation.finish()
            }, length: text.utf8.count)
    }

    @Test func `sends the request to the account's server with token and proof`() async throws {  // §4.3.1, §4.3.2, §5.2, §5.3
        let world = try await World.signedIn()
        var headers: HTTPFields = [.accept: "application/json", .authorization: "Bearer mine"]
        headers[.proof] = "mine"
        let response = try await world.alice.fetchHandler("/xrpc/a.b/c?x=1#y", method: .post, headers: headers, body: .bytes([1, 2]))
        #expect(response.status == .ok)
        #expect(try await response.body.collect(upTo: 100) == Array(#"{"ok":true}"#.utf8))
        let request = try #require(resource(world).first)
        #expect(request.url.description == "https://pds.example.com/xrpc/a.b/c?x=1")
        #expect(request.headers[.accept] == "application/json")
        #expect(request.headers[values: .authorization] == ["DPoP access-1"])
        #expect(request.headers[values: .proof].count == 1)
        #expect(request.body == [1, 2])
        let proof = try request.proof
        #expect(proof["htm"] == "POST")
        #expect(proof["htu"] == "https://pds.example.com/xrpc/a.b/c")
        #expect(proof["ath"]?.string == TokenID(of: SecretString("access-1")).description)
    }

    @Test(arguments: ["", "xrpc/a", "https://evil.example.com/", "//evil.example.com/", "/\\evil.example.com/", "/a b"])
    func `no path leads away from the account's server`(path: String) async throws {  // §4.3.1 [B]
        let world = try await World.signedIn()
        await #expect(throws: (any Error).self) { try await world.alice.fetchHandler(path) }
        #expect(world.transport.requests.isEmpty)
    }

    @Test func `tokens about to end are refreshed first`() async throws {  // §4.3.1
        let world = try await World.signedIn()
        world.expireTokens()
        #expect(try await world.alice.fetchHandler("/xrpc/a").status == .ok)
        #expect(resource(world).map { $0.headers[.authorization] } == ["DPoP access-2"])
    }

    @Test(
        arguments: [
            .json([:], status: 400), .json([:], status: 401), .challenge(#"DPoP error="insufficient_scope""#),
            .challenge(#"Basic error="invalid_token""#),
            .json([:], status: 403, headers: [.wwwAuthenticate: #"DPoP error="invalid_token""#]),
            .json([:], status: 500), .json([:], status: 302),
        ] as [Reply])
    func `any other answer is returned as it is`(reply: Reply) async throws {  // §4.3.3
        let world = try await World.signedIn()
        world.transport.script(.resource, reply)
        let response = try await world.alice.fetchHandler("/xrpc/a")
        #expect(response.status != .ok)
        #expect(resource(world).count == 1)
        #expect(world.spent == [])
    }

    @Test(arguments: [
        #"DPoP error="invalid_token""#, #"Bearer error="invalid_token""#, #"DPoP realm="x", algs="ES256", error="invalid_token""#,
        #"Basic realm="a, DPoP", DPoP error=invalid_token"#,
    ])
    func `a rejected token is replaced, and the request sent once more`(challenge: String) async throws {  // §4.3.3, 4, 6, §5.7
        let world = try await World.signedIn()
        world.transport.script(.resource, .challenge(challenge))
        let response = try await world.alice.fetchHandler("/xrpc/a", method: .post, body: .bytes([7]))
        #expect(response.status == .ok)
        #expect(resource(world).map { $0.headers[.authorization] } == ["DPoP access-1", "DPoP access-2"])
        #expect(resource(world).map(\.body) == [[7], [7]])
        #expect(try resource(world)[1].proof["ath"]?.string == TokenID(of: SecretString("access-2")).description)
        #expect(world.spent == ["refresh-1"])
    }

    @Test(arguments: [Reply.unreachable, .lost, .error("invalid_client", status: 401)])
    func `if no other token is to be had for now, the first answer is returned`(reply: Reply) async throws {  // §4.3.4
        let world = try await World.signedIn()
        world.transport.script(.resource, .rejectedToken)
        world.transport.script(.token, reply)
        #expect(try await world.alice.fetchHandler("/xrpc/a").status == .unauthorized)
        #expect(resource(world).count == 1)
        #expect(world.sessions.peek() != nil)
    }

    @Test func `so it is if the lock or the store fails`() async throws {  // §4.3.4
        let world = try await World.signedIn()
        world.transport.script(.resource, .rejectedToken)
        world.sessions.fail("store begun", ScriptedSessionStore.Failure(description: "disk full"))
        #expect(try await world.alice.fetchHandler("/xrpc/a").status == .unauthorized)
    }

    @Test func `if the session has ended, that is told`() async throws {
        let world = try await World.signedIn()
        world.transport.script(.resource, .rejectedToken)
        world.transport.script(.token, .error("invalid_grant"))
        let error = try await #require(throws: TokenRefreshError.self) { try await world.alice.fetchHandler("/xrpc/a") }
        #expect(error.endsSession)
        await #expect(throws: TokenRefreshError.self) { try await world.alice.fetchHandler("/xrpc/a") }
    }

    @Test func `a server that rejects the fresh token too is told apart, and the session stays`() async throws {  // §4.3.6 [B]
        let world = try await World.signedIn()
        world.transport.script(.resource, .rejectedToken, .rejectedToken)
        let error = try await #require(throws: TokenInvalidError.self) { try await world.alice.fetchHandler("/xrpc/a") }
        #expect(error.sub == .alice)
        #expect(world.sessions.peek()?.tokenSet.accessToken.reveal() == "access-2")
        #expect(world.events == ["updated access-2"])
        #expect(world.revoked == [])
        #expect(resource(world).count == 2)
    }

    @Test func `a stream is not sent twice, though the token is replaced for the next`() async throws {  // §4.3.5
        let world = try await World.signedIn()
        world.transport.script(.resource, .json([:], headers: [.nonce: "n1"]), .rejectedToken)
        let response = try await world.alice.fetchHandler("/xrpc/upload", method: .post, body: stream("data"))
        #expect(response.status == .unauthorized)
        #expect(resource(world).map { String(decoding: $0.body, as: UTF8.self) } == ["", "data"])
        #expect(world.spent == ["refresh-1"])
        #expect(try await world.alice.fetchHandler("/xrpc/a").status == .ok)
    }

    @Test func `a nonce is fetched before a stream, unless one is known`() async throws {  // §5.6, §11 priming
        let world = try await World.signedIn()
        world.transport.script(.resource, .challenge(#"DPoP error="use_dpop_nonce""#, nonce: "n1"), .json([:]), .json([:]))
        _ = try await world.alice.fetchHandler("/xrpc/upload", method: .post, body: stream("data"))
        #expect(
            resource(world).map(\.url.path) == [
                "/xrpc/com.atproto.server.getSession", "/xrpc/com.atproto.server.getSession", "/xrpc/upload",
            ])
        #expect(try resource(world)[2].proof["nonce"] == "n1")
        world.transport.forget()
        world.transport.script(.resource, .challenge(#"DPoP error="use_dpop_nonce""#, nonce: "n2"))
        #expect(try await world.alice.fetchHandler("/xrpc/upload", method: .post, body: stream("data")).status == .unauthorized)
        #expect(resource(world).count == 1)
    }

    @Test func `a nonce that may have expired is renewed before a stream`() async throws {  // §5.5, §11 priming
        let world = try await World.signedIn()
        world.transport.script(.resource, .json([:], headers: [.nonce: "n1"]), .json([:], headers: [.nonce: "n2"]), .json([:]))
        _ = try await world.alice.fetchHandler("/xrpc/a")
        world.clock.advance(by: 60)
        _ = try await world.alice.fetchHandler("/xrpc/upload", method: .post, body: stream("data"))
        #expect(resource(world).map(\.url.path) == ["/xrpc/a", "/xrpc/com.atproto.server.getSession", "/xrpc/upload"])
        #expect(try resource(world)[1].proof["nonce"] == "n1")
        #expect(try resource(world)[2].proof["nonce"] == "n2")
    }

    @Test func `a token that the request for a nonce shows to be rejected is replaced before the stream`() async throws {  // §5.6.4
        let world = try await World.signedIn()
        world.transport.script(.resource, .challenge(#"DPoP error="invalid_token""#, nonce: "n1"))
        let response = try await world.alice.fetchHandler("/xrpc/upload", method: .post, body: stream("data"))
        #expect(response.status == .ok)
        #expect(resource(world).map { $0.headers[.authorization] } == ["DPoP access-1", "DPoP access-2"])
        #expect(String(decoding: resource(world)[1].body, as: UTF8.self) == "data")
        #expect(world.spent == ["refresh-1"])
    }

    @Test func `if there is none to be had, the stream goes with the old one`() async throws {  // §5.6.4
        let world = try await World.signedIn()
        world.transport.script(.resource, .rejectedToken, .rejectedToken)
        world.transport.script(.token, .unreachable, .unreachable)
        let response = try await world.alice.fetchHandler("/xrpc/upload", method: .post, body: stream("data"))
        #expect(response.status == .unauthorized)
        #expect(resource(world).map { String(decoding: $0.body, as: UTF8.self) } == ["", "data"])
    }

    @Test func `nonce and token may both have to be replaced`() async throws {  // §4, §5.6
        let world = try await World.signedIn()
        let wants = Reply.challenge(#"DPoP error="use_dpop_nonce""#, nonce: "n1")
        world.transport.script(.resource, wants, .rejectedToken, .challenge(#"DPoP error="use_dpop_nonce""#, nonce: "n2"))
        #expect(try await world.alice.fetchHandler("/xrpc/a").status == .ok)
        #expect(try resource(world).map { try $0.proof["nonce"]?.string } == [nil, "n1", "n1", "n2"])
    }

    @Test func `a failure of the way is a transport error`() async throws {
        let world = try await World.signedIn()
        world.transport.script(.resource, .lost)
        await #expect(throws: TransportError.self) { try await world.alice.fetchHandler("/xrpc/a") }
    }

    @Test func `limits are the caller's`() async throws {
        let world = try await World.signedIn()
        let response = try await world.alice.fetchHandler("/xrpc/a", limits: TransferLimits(maxBodyBytes: 1))
        await #expect(throws: TransportError.self) { try await response.body.collect(upTo: 1) }
    }
}
