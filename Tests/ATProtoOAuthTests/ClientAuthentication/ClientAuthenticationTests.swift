import ATProtoSyntax
import Foundation
import JOSE
import Testing

@testable import ATProtoOAuth

/// §2.5, §1.5: how a confidential client authenticates, and with which key.
@Suite struct ClientAuthenticationTests {
    @Test func `an assertion says who, to whom, once, and not for long`() async throws {  // §2.5
        let keyset = try ClientKeyset.make("one")
        let world = try World(.makeConfidential(), keyset: keyset)
        try await world.signIn()
        try await world.alice.signOut()
        let requests = world.transport.requests.filter { [.pushed, .token, .revocation].contains($0.endpoint) }
        #expect(requests.count == 4)
        let jwk = try JSON.parse(Array(JSONEncoder().encode(keyset.keys[0].key.publicKey)))
        var seen: Set<String> = []
        for request in requests {
            #expect(request.form["client_id"] == World.clientID)
            #expect(request.form["client_assertion_type"] == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
            let jwt = try VerifiedJWT(request.form["client_assertion"] ?? "", key: keyset.keys[0].key.publicKey, .es256)
            #expect(jwt.header == ["alg": "ES256", "kid": "one"])
            // Servers refuse an assertion that is signed with the key of the proof.
            #expect(try request.proof.header["jwk"]?["x"] != jwk["x"])
            #expect(jwt["iss"]?.string == World.clientID)
            #expect(jwt["sub"]?.string == World.clientID)
            #expect(jwt["aud"] == "https://auth.example.com")
            let now = world.clock.now.timeIntervalSince1970
            #expect(jwt["iat"]?.double == now - 10)
            #expect(jwt["exp"]?.double == now + 60)
            #expect(try Base64URL.decode(jwt["jti"]?.string ?? "").count == 16)
            seen.insert(jwt["jti"]?.string ?? "")
        }
        #expect(seen.count == 4)
    }

    @Test func `a public client sends its client_id alone`() async throws {  // §2.5
        let world = try World()
        try await world.signIn()
        let form = try #require(world.transport.requests(to: .token).first).form
        #expect(form["client_id"] == World.clientID)
        #expect(form["client_assertion"] == nil)
    }

    @Test(arguments: [["client_secret_basic"], nil, ["private_key_jwt"]] as [JSON?])
    func `a server that does not take the client's method is told apart before anything is kept`(methods: JSON?) async throws {  // §2.5
        let world = try World()
        world.change { $0.serverMetadata["token_endpoint_auth_methods_supported"] = methods }
        await #expect(throws: AuthMethodUnsatisfiableError.self) { try await world.client.authorize("alice.example.com") }
        #expect(!world.journal.all.contains("state kept"))
    }

    private func kid(_ world: World) async throws -> ClientAuthentication? {
        try await world.signIn()
        return world.sessions.peek()?.authentication
    }

    @Test func `the first key that is active, not retired and of the server's algorithms is chosen`() async throws {  // §2.5, §1.5
        let clock = TestClock()
        let keys = [
            ClientKey(try .generate(.es256, keyID: "revoked"), isRevoked: true),
            ClientKey(try .generate(.es256, keyID: "retired"), isRetired: true),
            ClientKey(try .generate(.es256, keyID: "future"), notBefore: clock.now + 1),
            ClientKey(try .generate(.es256, keyID: "past"), expires: clock.now),
            ClientKey(try .generate(.es384, keyID: "other")),
            ClientKey(try .generate(.es256, keyID: "good"), notBefore: clock.now, expires: clock.now + 1),
        ]
        let world = try World(.makeConfidential(), keyset: try ClientKeyset(keys))
        #expect(try await kid(world) == .privateKeyJWT(keyID: "good"))
    }

    @Test func `a server that lists no algorithms takes ES256`() async throws {  // §2.5
        let keys = try ClientKeyset([ClientKey(.generate(.es384, keyID: "a")), ClientKey(.generate(.es256, keyID: "b"))])
        let world = try World(.makeConfidential(), keyset: keys)
        world.change { $0.serverMetadata["token_endpoint_auth_signing_alg_values_supported"] = nil }
        #expect(try await kid(world) == .privateKeyJWT(keyID: "b"))
    }

    @Test func `a server that takes none of the algorithms is told apart`() async throws {  // §2.5
        let world = try World(.makeConfidential(), keyset: .make("one"))
        world.change { $0.serverMetadata["token_endpoint_auth_signing_alg_values_supported"] = ["PS256"] }
        await #expect(throws: AuthMethodUnsatisfiableError.self) { try await world.client.authorize("alice.example.com") }
    }

    @Test func `a session stays with its key when keys are rotated, and a retired key still serves it`() async throws {  // §2.5, §11
        let old = try PrivateKey.generate(.es256, keyID: "old")
        let world = try await World.signedIn(.makeConfidential(), keyset: try ClientKeyset([ClientKey(old)]))
        let rotated = try ClientKeyset([ClientKey(.generate(.es256, keyID: "new")), ClientKey(old, isRetired: true)])
        let next = try World(.makeConfidential(), keyset: rotated)
        next.sessions.plant(try #require(world.sessions.peek()))
        next.change { $0.newest = 1 }
        _ = try await next.client.restore(.alice, refresh: .always)
        let assertion = next.transport.requests(to: .token).first?.form["client_assertion"] ?? ""
        #expect(try VerifiedJWT(assertion, key: old.publicKey, .es256).header["kid"] == "old")
        #expect(next.client.jwks.keys.map(\.keyID) == ["new", "old"])
    }

    @Test func `a session whose key is gone is kept, and the token not spent`() async throws {  // §4.5.3 [B]
        for (keys, methods, algs) in [
            (try ClientKeyset.make("new"), ["private_key_jwt"], ["ES256"]), (nil, ["none"], ["ES256"]),
            (nil, ["private_key_jwt"], ["PS256"]),
        ] as [(ClientKeyset?, JSON, JSON)] {
            let own = try ClientKeyset.make("old")
            let world = try await World.signedIn(.makeConfidential(), keyset: own)
            let next = try World(.makeConfidential(), keyset: keys ?? own)
            next.sessions.plant(try #require(world.sessions.peek()))
            next.change { servers in
                servers.serverMetadata["token_endpoint_auth_methods_supported"] = methods
                servers.serverMetadata["token_endpoint_auth_signing_alg_values_supported"] = algs
            }
            let error = try await #require(throws: TokenRefreshError.self) { try await next.client.restore(.alice, refresh: .always) }
            #expect(error.cause is AuthMethodUnsatisfiableError)
            #expect(error.reason == .unavailable)
            #expect(next.sessions.peek()?.rotation == .settled)
            #expect(next.transport.requests(to: .token).isEmpty)
            #expect(next.events == [])
        }
    }

    @Test func `a JWK's own time decides when its key may be used`() throws {  // §1.5
        let json = try PrivateKey.generate(.es256).exportJWK().withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
        func importing(_ members: String) throws -> ClientKey {
            try ClientKey(importing: SecretBytes(copying: json.replacing("{", with: "{\(members)").utf8), keyID: "one")
        }
        let timed = try importing(#""nbf":100,"exp":200,"#)
        #expect(timed.key.keyID == "one")
        #expect([99, 100, 199, 200].map { timed.isActive(at: Date(timeIntervalSince1970: $0)) } == [false, true, true, false])
        #expect(try importing(#""revoked":{"revoked_at":150},"#).isRevoked)
        let timeless = try importing("")
        #expect(timeless.notBefore == nil && timeless.expires == nil && !timeless.isRevoked && !timeless.isRetired)
        #expect(try #require(throws: ClientMetadataError.self) { try importing(#""exp":"soon","#) }.field == "jwks")
        #expect(throws: JOSEError.self) { try importing(#""kid":"two","#) }
        let pem =
            "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----\n"
        #expect(try ClientKey(importing: SecretBytes(copying: pem.utf8), keyID: "one").key.algorithms == [.edDSA])
    }

    @Test func `keys need names of their own`() throws {  // §1.5
        #expect(throws: ClientMetadataError.self) { try ClientKeyset([ClientKey(.generate(.es256))]) }
        let twice = try #require(throws: ClientMetadataError.self) { try ClientKeyset.make("a", "a") }
        #expect(twice.description == "client metadata: jwks: two keys have the same kid")
    }

    @Test func `publishes public keys for verifying, all but revoked ones`() throws {  // §1.5
        let keys = try ClientKeyset([
            ClientKey(.generate(.es256, keyID: "a")), ClientKey(.generate(.es256, keyID: "b"), isRevoked: true),
            ClientKey(.generate(.es256, keyID: "c"), isRetired: true),
        ])
        #expect(keys.publicKeys.keys.map(\.keyID) == ["a", "c"])
        #expect(keys.publicKeys.keys.allSatisfy { $0.operations == ["verify"] })
        let text = String(decoding: try JSONEncoder().encode(keys.publicKeys), as: UTF8.self)
        #expect(!text.contains("\"d\""))
        #expect(try World().client.jwks == JWKSet())
    }

    @Test func `private_key_jwt needs a keyset with an active ES256 key`() throws {  // §1.5
        let keysets = [nil, try ClientKeyset([]), try ClientKeyset([ClientKey(.generate(.es384, keyID: "a"))])]
        let fields = try keysets.map { keyset in
            try #require(throws: ClientMetadataError.self) { try World(.makeConfidential(), keyset: keyset) }.field
        }
        #expect(fields == ["token_endpoint_auth_method", "jwks", "jwks"])
    }

    @Test func `the declared algorithm needs an active key, and decides over key and algorithm`() async throws {  // §1.5.14, §2.14
        let (first, second) = (try PrivateKey.generate(.es256, keyID: "a"), try PrivateKey.generate(.ps256, keyID: "b"))
        let declaring = ClientMetadata.makeConfidential { $0.tokenEndpointAuthSigningAlg = "PS256" }
        for keys in [[ClientKey(first)], [ClientKey(first), ClientKey(second, isRetired: true)]] {
            let error = try #require(throws: ClientMetadataError.self) { try World(declaring, keyset: try ClientKeyset(keys)) }
            #expect(error.field == "token_endpoint_auth_signing_alg")
        }
        let world = try World(declaring, keyset: try ClientKeyset([ClientKey(first), ClientKey(second)]))
        #expect(try await kid(world) == .privateKeyJWT(keyID: "b"))
        let assertion = world.transport.requests(to: .token).first?.form["client_assertion"] ?? ""
        #expect(try VerifiedJWT(assertion, key: second.publicKey, .ps256).header == ["alg": "PS256", "kid": "b"])
        world.change { $0.serverMetadata["token_endpoint_auth_signing_alg_values_supported"] = ["ES256"] }
        world.clock.advance(by: 61)
        await #expect(throws: AuthMethodUnsatisfiableError.self) { try await world.client.authorize("alice.example.com") }
    }

    @Test func `a session of before another algorithm was declared keeps its key`() async throws {  // §2.5.4
        let old = try PrivateKey.generate(.es256, keyID: "old")
        let world = try await World.signedIn(.makeConfidential(), keyset: try ClientKeyset([ClientKey(old)]))
        let keys = try ClientKeyset([ClientKey(.generate(.ps256, keyID: "new")), ClientKey(old)])
        let next = try World(.makeConfidential { $0.tokenEndpointAuthSigningAlg = "PS256" }, keyset: keys)
        next.sessions.plant(try #require(world.sessions.peek()))
        next.change { $0.newest = 1 }
        _ = try await next.client.restore(.alice, refresh: .always)
        let assertion = next.transport.requests(to: .token).first?.form["client_assertion"] ?? ""
        #expect(try VerifiedJWT(assertion, key: old.publicKey, .es256).header == ["alg": "ES256", "kid": "old"])
    }

    @Test func `published keys must hold what the client signs with`() throws {  // §1.5
        let (one, two) = (try ClientKeyset.make("one"), try ClientKeyset.make("two"))
        #expect(throws: ClientMetadataError.self) { try World(.makeConfidential { $0.jwks = two.publicKeys }, keyset: one) }
        _ = try World(.makeConfidential { $0.jwks = one.publicKeys }, keyset: one)
        let elsewhere = try World(.makeConfidential { $0.jwksURI = "https://app.example.com/jwks.json" }, keyset: one)
        #expect(elsewhere.client.clientMetadata.jwks == nil)
        #expect(try World(.makeConfidential(), keyset: one).client.clientMetadata.jwks == one.publicKeys)
    }

    @Test func `without an algorithm there is no key`() {
        #expect(throws: AuthMethodUnsatisfiableError.self) { try RuntimeImplementation.firstAlgorithmKey([]) }
        #expect(RuntimeImplementation().randomValues(5).count == 5)
        #expect(abs(RuntimeImplementation().now().timeIntervalSinceNow) < 5)
    }
}
