import ATProtoOAuth
import Foundation
import HTTPTypes
import JOSE
import Testing

/// Python's joserfc and cryptography judge what this library sends.
@Suite(.enabled(if: Python.isThere, "python3 with joserfc is not installed")) struct PythonTests {
    @Test func `a proof verifies with its own key, for its token`() async throws {
        let world = try await World.signedIn()
        world.transport.script(.resource, .challenge(#"DPoP error="use_dpop_nonce""#, nonce: "n1"))
        _ = try await world.alice.fetchHandler("/xrpc/a?b=c", method: .post)
        let request = try #require(world.transport.requests(to: .resource).last)
        let program = """
            import sys, json, base64, hashlib
            from joserfc import jwt, jws
            from joserfc.jwk import import_key
            raw = sys.argv[1].split(".")[0]
            header = json.loads(base64.urlsafe_b64decode(raw + "=" * (-len(raw) % 4)))
            assert header["typ"] == "dpop+jwt" and "d" not in header["jwk"]
            claims = jwt.decode(sys.argv[1], import_key(header["jwk"]), algorithms=["ES256"]).claims
            ath = base64.urlsafe_b64encode(hashlib.sha256(sys.argv[2].encode()).digest()).decode().rstrip("=")
            assert claims["ath"] == ath
            print(claims["htm"], claims["htu"], claims["nonce"])
            """
        let printed = try Python.run(program, [request.headers[.proof] ?? "", "access-1"])
        #expect(printed == "POST https://pds.example.com/xrpc/a n1")
    }

    @Test(arguments: [SignatureAlgorithm.es256, .ps256])
    func `a client assertion verifies against the published key set`(algorithm: SignatureAlgorithm) async throws {
        let keyset = try ClientKeyset([
            ClientKey(.generate(algorithm, keyID: "one")), ClientKey(.generate(.es256, keyID: "two")),
        ])
        let world = try World(.makeConfidential { $0.tokenEndpointAuthSigningAlg = algorithm.rawValue }, keyset: keyset)
        try await world.signIn()
        let form = try #require(world.transport.requests(to: .token).first).form
        let program = """
            import sys, json
            from joserfc import jwt
            from joserfc.jwk import KeySet
            keys = KeySet.import_key_set(json.loads(sys.argv[2]))
            assert all(not key.is_private for key in keys)
            token = jwt.decode(sys.argv[1], keys, algorithms=[sys.argv[3]])
            assert token.claims["exp"] > token.claims["iat"]
            print(token.header["kid"], token.claims["iss"], token.claims["aud"])
            """
        let jwks = String(decoding: try JSONEncoder().encode(world.client.jwks), as: UTF8.self)
        let printed = try Python.run(program, [form["client_assertion"] ?? "", jwks, algorithm.rawValue])
        #expect(printed == "one \(World.clientID) https://auth.example.com")
    }
}
