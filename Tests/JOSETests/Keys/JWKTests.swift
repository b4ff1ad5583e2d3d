import Foundation
import JOSE
import Testing

@Suite struct JWKTests {
    @Test(arguments: SignatureAlgorithm.allCases)
    func `a public key survives JSON`(algorithm: SignatureAlgorithm) throws {
        var key = try PrivateKey.make(algorithm, keyID: "one").publicKey
        key.operations = ["verify"]
        key.use = "sig"
        #expect(try JSONDecoder().decode(JWK.self, from: JSONEncoder().encode(key)) == key)
    }

    @Test(arguments: [SignatureAlgorithm.es256, .es256k, .es384, .es512])
    func `a published EC key has its public members and no other`(algorithm: SignatureAlgorithm) throws {  // §1.5 hazard
        #expect(try PrivateKey.make(algorithm, keyID: "one").publicKey.memberNames == ["kty", "crv", "x", "y", "kid"])
    }

    @Test func `a published Ed25519 key has its public members and no other`() throws {  // RFC 8037 section 2
        #expect(try PrivateKey.make(.edDSA, keyID: "one").publicKey.memberNames == ["kty", "crv", "x", "kid"])
    }

    @Test func `a published RSA key has its public members and no other`() throws {  // §1.5 hazard: p q dp dq qi
        #expect(try PrivateKey.make(.ps256, keyID: "one").publicKey.memberNames == ["kty", "n", "e", "kid", "alg"])
    }

    @Test func `a key without names is what a proof carries`() throws {  // §5.1
        let bare = try PrivateKey.make(.ps256, keyID: "one").publicKey.canonical
        #expect(try JSONDecoder().decode(JWK.self, from: Data(bare.utf8)).memberNames == ["kty", "n", "e"])
    }

    @Test(arguments: [
        (#"{"kty":"oct","k":"AAAA"}"#, JOSEError.Code.unsupported),
        (#"{"kty":"EC","crv":"P-224","x":"AA","y":"AA"}"#, .unsupported),
        (#"{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}"#, .invalidKey),
        (#"{"kty":"OKP","crv":"X25519","x":"AA"}"#, .unsupported),
        (#"{"kty":"OKP","crv":"Ed25519","x":"AA"}"#, .invalidKey),
        (#"{"kty":"RSA","n":"!","e":"AQAB"}"#, .malformed),
        (#"{"kty":"RSA","n":"AQAB","e":"AQAB","alg":"HS256"}"#, .unsupported),
        (#"{"kty":"RSA","n":"AQAB","e":"AQAB","alg":"ES256"}"#, .algorithmMismatch),
        (#"{"kty":"RSA","n":"AQAB","e":"AQAB","key_ops":["verify","verify"]}"#, .invalidKey),
        (#"{"kty":"RSA","n":"AQAB","e":"AQAB","key_ops":["sign"]}"#, .invalidKey),
        (#"{"kty":"RSA","n":"AQAB","e":"AQAB","use":"sig","key_ops":["verify","encrypt"]}"#, .invalidKey),
        (#"{"kty":"RSA","n":"AQAB","e":"AQAB","use":"enc","key_ops":["verify"]}"#, .invalidKey),
    ])
    func `refuses what no supported key looks like`(json: String, code: JOSEError.Code) throws {
        #expect(try #require(throws: JOSEError.self) { try JWK.make(json) }.code == code)
    }

    @Test func `a key without an algorithm offers PSS before PKCS#1`() throws {  // §1.5
        let key = JWK(try PrivateKey.make(.rs256).publicKey.material)
        #expect(key.algorithms == [.ps256, .ps384, .ps512, .rs256, .rs384, .rs512])
        #expect(try PrivateKey.make(.rs256).algorithms == [.rs256])
    }

    @Test func `a set keeps its keys in order`() throws {
        let set = JWKSet(keys: [try PrivateKey.make(.es256).publicKey, try PrivateKey.make(.es384).publicKey])
        #expect(try JSONDecoder().decode(JWKSet.self, from: JSONEncoder().encode(set)) == set)
    }
}
