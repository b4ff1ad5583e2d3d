import ATProtoIdentity
import ATProtoSyntax
import Foundation
import HTTPTypes
import JOSE
import Testing

@testable import ATProtoOAuth

/// §5: proofs and nonces.
@Suite struct DPoPTests {
    private func tokenProofs(_ world: World) throws -> [VerifiedJWT] { try world.transport.requests(to: .token).map { try $0.proof } }

    private func nonces(_ proofs: [VerifiedJWT]) -> [String?] { proofs.map { $0["nonce"]?.string } }

    @Test func `a proof has the header and the claims of RFC 9449, and no other`() async throws {  // §5.1
        let world = try await World.signedIn()
        world.transport.script(.resource, .json([:], headers: [.nonce: "n1"]))
        for _ in 0..<2 { _ = try await world.alice.fetchHandler("/xrpc/a") }
        let proofs = try world.transport.requests(to: .resource).map { try $0.proof }
        #expect(proofs[0].header.keys == ["typ", "alg", "jwk"])
        #expect(proofs[0].header["typ"] == "dpop+jwt")
        #expect(proofs[0].header["alg"] == "ES256")
        #expect(proofs[0].header["jwk"]?.keys == ["kty", "crv", "x", "y"])
        #expect(proofs[0].payload.keys == ["jti", "htm", "htu", "iat", "ath"])
        #expect(proofs[1].payload.keys == ["jti", "htm", "htu", "iat", "ath", "nonce"])
        #expect(proofs[0]["iat"]?.double == world.clock.now.timeIntervalSince1970)
        #expect(try Base64URL.decode(proofs[0]["jti"]?.string ?? "").count == 16)
        #expect(proofs[0]["jti"] != proofs[1]["jti"])
    }

    @Test(arguments: [
        ("HTTPS://PDS.Example.com:443/a/./b/../c?x=1#y", "https://pds.example.com/a/c"),
        ("https://pds.example.com", "https://pds.example.com/"),
        ("https://pds.example.com:8443/a%20b?", "https://pds.example.com:8443/a%20b"),
    ])
    func `htu is the URL that goes on the wire without query and fragment`(url: String, htu: String) throws {  // §5.2
        let key = try PrivateKey.generate(.es256)
        let proof = DPoPProof(
            method: "GET", url: try HTTPURL(url), issuedAt: Date(timeIntervalSince1970: 1.9), jti: [1], nonce: nil, accessTokenHash: nil)
        let jwt = try VerifiedJWT(selfSigned: proof.signed(with: key, .es256))
        #expect(jwt["htu"]?.string == htu)
        #expect(jwt["iat"] == 1)
    }

    @Test func `the authorization server gets no ath, the resource server does`() async throws {  // §5.3
        let world = try await World.signedIn()
        try await world.alice.signOut()
        try await world.signIn()
        _ = try await world.alice.fetchHandler("/xrpc/a")
        for endpoint in [Endpoint.pushed, .token, .revocation] {
            #expect(try world.transport.requests(to: endpoint).allSatisfy { try $0.proof["ath"] == nil })
            #expect(world.transport.requests(to: endpoint).allSatisfy { $0.headers[.authorization] == nil })
        }
        #expect(try world.transport.requests(to: .resource).allSatisfy { try $0.proof["ath"] != nil })
    }

    @Test func `a key is never used with an algorithm the server does not take`() async throws {  // §5.4, §4.5.10
        let world = try await World.signedIn()
        world.change { $0.serverMetadata["dpop_signing_alg_values_supported"] = ["ES256K"] }
        let error = try await #require(throws: TokenRefreshError.self) { try await world.client.restore(.alice, refresh: .always) }
        #expect(error.reason == .unavailable)
        #expect(error.cause is AuthMethodUnsatisfiableError)
        #expect(world.sessions.peek()?.rotation == .settled)
        #expect(world.spent == [])
    }

    @Test func `a key of several algorithms keeps to one that the server takes, at the resource server too`() async throws {  // §5.4
        let json = try PrivateKey.generate(.ps256).exportJWK().withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
        let key = try PrivateKey(jwk: SecretBytes(copying: json.replacing(#","alg":"PS256""#, with: "").utf8))
        #expect(key.algorithms.count > 1)
        let world = try World { $0.runtimeImplementation.createKey = { _ in key } }
        world.change { $0.serverMetadata["dpop_signing_alg_values_supported"] = ["RS256"] }
        try await world.signIn()
        _ = try await world.alice.fetchHandler("/xrpc/a")
        for endpoint in [Endpoint.pushed, .token, .resource] {
            let proof = try #require(world.transport.requests(to: endpoint).last).proof
            #expect(proof.header["alg"] == "RS256")
            #expect(proof.header["jwk"]?.keys == ["kty", "n", "e"])
        }
    }

    @Test func `a key that the server takes no algorithm of begins no login`() async throws {  // §5.4
        let world = try World { $0.runtimeImplementation.createKey = { _ in try PrivateKey.generate(.es384) } }
        await #expect(throws: AuthMethodUnsatisfiableError.self) { try await world.client.authorize("alice.example.com") }
        #expect(!world.journal.all.contains("state kept"))
    }

    @Test func `nonces are kept for each origin, and for all accounts`() async throws {  // §5.5
        let world = try World()
        world.transport.script(.pushed, .wantsNonce("as-1"))
        world.transport.script(.resource, .json([:], headers: [.nonce: "rs-1"]))
        try await world.signIn()
        _ = try await world.alice.fetchHandler("/xrpc/a")
        _ = try await world.alice.fetchHandler("/xrpc/b")
        world.change { $0.grant["sub"] = .text(DID.bob.description) }
        try await world.signIn("bob.example.com")
        #expect(nonces(try tokenProofs(world)) == ["as-1", "as-1"])
        #expect(try world.transport.requests(to: .pushed).map { try $0.proof["nonce"]?.string } == [nil, "as-1", "as-1"])
        #expect(try world.transport.requests(to: .resource).map { try $0.proof["nonce"]?.string } == [nil, "rs-1"])
    }

    @Test func `every response teaches, also a success`() async throws {  // §5.6
        let world = try await World.signedIn()
        world.transport.script(.token, .json(world.change { $0.issue() }, headers: [.nonce: "n9"]))
        _ = try await world.client.restore(.alice, refresh: .always)
        _ = try await world.client.restore(.alice, refresh: .always)
        #expect(nonces(try tokenProofs(world)) == [nil, "n9"])
    }

    @Test func `one retry, with the new nonce, and what that brings is kept too`() async throws {  // §5.6
        let world = try await World.signedIn()
        world.transport.script(.token, .wantsNonce("n1"), .wantsNonce("n2"))
        let error = try await #require(throws: TokenRefreshError.self) { try await world.client.restore(.alice, refresh: .always) }
        #expect((error.cause as? OAuthResponseError)?.error == "use_dpop_nonce")
        #expect(error.reason == .unavailable)
        _ = try await world.client.restore(.alice, refresh: .always)
        #expect(nonces(try tokenProofs(world)) == [nil, "n1", "n2"])
    }

    @Test(
        arguments: [
            .error("use_dpop_nonce"), .error("use_dpop_nonce", status: 401, headers: [.nonce: "n1"]),
            .error("invalid_request", headers: [.nonce: "n1"]), .json([:], status: 400, headers: [.nonce: "n1"]),
            .challenge(#"DPoP error="use_dpop_nonce""#, nonce: "n1"), .error("use_dpop_nonce", headers: [.nonce: ""]),
        ] as [Reply])
    func `no retry without a new nonce, or for the other role's signal`(reply: Reply) async throws {  // §5.6
        let world = try await World.signedIn()
        world.transport.script(.token, reply)
        await #expect(throws: TokenRefreshError.self) { try await world.client.restore(.alice, refresh: .always) }
        #expect(world.spent.count == 1)
    }

    @Test func `no retry if the nonce is the one that was sent`() async throws {  // §5.6: no loops
        let world = try await World.signedIn()
        let refusal = Reply.challenge(#"DPoP error="use_dpop_nonce""#, nonce: "n1")
        world.transport.script(.resource, .json([:], headers: [.nonce: "n1"]), refusal)
        _ = try await world.alice.fetchHandler("/xrpc/a")
        #expect(try await world.alice.fetchHandler("/xrpc/a").status == .unauthorized)
        #expect(world.transport.requests(to: .resource).count == 2)
    }

    // §5.6, §5.7
    @Test(arguments: [
        (#"DPoP error="use_dpop_nonce""#, 401, true), (#"Bearer realm="x", DPoP error="use_dpop_nonce", algs="ES256""#, 401, true),
        (#"dpop error=use_dpop_nonce"#, 401, true), (#"Bearer error="use_dpop_nonce""#, 401, false),
        (#"Bearer error_description="DPoP error=\"use_dpop_nonce\"""#, 401, false), (#"DPoP error="use_dpop_nonce""#, 400, false),
    ])
    func `a resource server asks for a nonce with a DPoP challenge`(challenge: String, status: Int, retries: Bool) async throws {
        let world = try await World.signedIn()
        world.transport.script(.resource, .json([:], status: status, headers: [.wwwAuthenticate: challenge, .nonce: "n1"]))
        let response = try await world.alice.fetchHandler("/xrpc/a")
        #expect((response.status == .ok) == retries)
        #expect(world.transport.requests(to: .resource).count == (retries ? 2 : 1))
        #expect(world.spent == [])
    }

    @Test func `the server's clock is learned from Date and used for proofs and assertions`() async throws {  // §5.8 [B]
        let world = try await World.signedIn(.makeConfidential(), keyset: .make("one"))
        // 2026-01-01T00:02:00Z, two minutes ahead.
        world.transport.script(.token, .json(world.change { $0.issue() }, headers: [.date: "Thu, 01 Jan 2026 00:02:00 GMT"]))
        for _ in 0..<2 { _ = try await world.client.restore(.alice, refresh: .always) }
        let now = world.clock.now.timeIntervalSince1970
        #expect(try tokenProofs(world).map { $0["iat"]?.double } == [now, now + 120])
        let assertions = try world.transport.requests(to: .token).map { try JSON.parse(assertionPayload($0)) }
        #expect(assertions.map { $0["iat"]?.double } == [now - 10, now + 110])
    }

    private func assertionPayload(_ request: RecordedRequest) throws -> [UInt8] {
        try Base64URL.decode((request.form["client_assertion"] ?? "").split(separator: ".")[1])
    }
}
