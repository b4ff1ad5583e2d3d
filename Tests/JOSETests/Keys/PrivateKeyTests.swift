import JOSE
import Testing

@Suite struct PrivateKeyTests {
    @Test(arguments: SignatureAlgorithm.allCases, [PrivateKey.Trust.imported, .own])
    func `a key survives export and import`(algorithm: SignatureAlgorithm, trust: PrivateKey.Trust) throws {
        let key = try PrivateKey.make(algorithm, keyID: "a \"b\" \\ \u{1}")
        let copy = try PrivateKey(jwk: key.exportJWK(), trust: trust)
        #expect(copy.publicKey == key.publicKey)
        #expect(copy.keyID == key.keyID)
        #expect(try key.publicKey.verifies(copy.sign([1], algorithm), of: [1], algorithm))
    }

    @Test(arguments: SignatureAlgorithm.allCases)
    func `a new key has the size and the algorithm asked for`(algorithm: SignatureAlgorithm) throws {
        guard algorithm == .rs512 || !algorithm.isRSA else { return }
        let key = try PrivateKey.generate(algorithm, keyID: "new")
        #expect(key.algorithms == [algorithm])
        #expect(key.keyID == "new")
        guard case .rsa(let modulus, _) = key.publicKey.material else { return }
        #expect(modulus.count == 384)
    }

    private static let x = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"
    private static let y = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"
    private static let d = "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"

    private func importing(_ json: String, keyID: String? = nil) throws -> PrivateKey {
        try PrivateKey(importing: SecretBytes(copying: json.utf8), keyID: keyID)
    }

    /// The key of RFC 7515 appendix A.3 with members added or replaced.
    private func jwk(_ more: [String: String] = [:]) -> String {
        let members = ["kty": "\"EC\"", "crv": "\"P-256\"", "x": "\"\(Self.x)\"", "y": "\"\(Self.y)\"", "d": "\"\(Self.d)\""]
            .merging(more) { $1 }.filter { !$0.value.isEmpty }
        return "{" + members.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}"
    }

    @Test func `imports the key of RFC 7515 appendix A.3`() throws {
        let key = try importing(" \n" + jwk(["kid": "\"one\"", "alg": "\"ES256\"", "use": "\"sig\"", "key_ops": "[\"sign\",\"verify\"]"]))
        #expect(key.keyID == "one")
        #expect(key.algorithms == [.es256])
        #expect(key.publicKey.use == nil)
        #expect(try importing(jwk(), keyID: "two").keyID == "two")
    }

    @Test(arguments: [
        (["kty": "\"oct\""], JOSEError.Code.unsupported),
        (["kty": "\"OKP\""], .unsupported),
        (["kty": "\"OKP\"", "crv": "\"X25519\""], .unsupported),
        (["kty": "\"OKP\"", "crv": "\"Ed25519\""], .invalidKey),
        (["kty": "\"OKP\"", "crv": "\"Ed25519\"", "d": "\"AA\""], .invalidKey),
        (["kty": "7"], .malformed),
        (["crv": "\"P-224\""], .unsupported),
        (["crv": ""], .unsupported),
        (["alg": "\"HS256\""], .unsupported),
        (["alg": "\"ES384\""], .algorithmMismatch),
        (["x": ""], .invalidKey),
        (["x": "\"AA\""], .invalidKey),
        (["y": "\"\(x)\""], .invalidKey),
        (["d": ""], .invalidKey),
        (["d": "\"AA\""], .invalidKey),
        (["d": "\"===\""], .malformed),
        (["d": "\"\(x)\""], .invalidKey),
        (["use": "\"enc\""], .invalidKey),
        (["key_ops": "[\"verify\"]"], .invalidKey),
        (["key_ops": "[\"sign\",\"sign\"]"], .invalidKey),
        (["use": "\"sig\"", "key_ops": "[\"sign\",\"decrypt\"]"], .invalidKey),
        (["kid": "\"other\""], .invalidKey),
    ])
    func `refuses a JWK that breaks a rule`(change: [String: String], code: JOSEError.Code) throws {  // §1.5
        let error = try #require(throws: JOSEError.self) { try importing(jwk(change), keyID: "one") }
        #expect(error.code == code)
        #expect(!error.description.contains(Self.d))
    }

    @Test func `a key can be limited to one of its algorithms, and outlives the key it was`() throws {
        let json = try PrivateKey.make(.ps256, keyID: "one").exportJWK().withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
        let limited = try importing(json.replacing(#","alg":"PS256""#, with: "")).limited(to: .rs384)
        #expect(limited.algorithms == [.rs384])
        #expect(limited.keyID == "one")
        #expect(try limited.publicKey.verifies(limited.sign([1], .rs384), of: [1], .rs384))
        for other in [SignatureAlgorithm.ps256, .es256] {
            #expect(try #require(throws: JOSEError.self) { try limited.limited(to: other) }.code == .algorithmMismatch)
        }
    }

    @Test(arguments: ["p", "q", "dp", "dq", "qi", "n", "e"])
    func `refuses an RSA key with a member missing`(member: String) throws {
        let text = try PrivateKey.make(.ps256).exportJWK().withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
        let broken = text.replacing("\"\(member)\":", with: "\"none\":")
        #expect(try #require(throws: JOSEError.self) { try importing(broken) }.code == .invalidKey)
    }

    @Test func `refuses an RSA key whose private number is not its own, or which is short`() throws {
        let key = try PrivateKey.make(.ps256).exportJWK().withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
        let other = try PrivateKey.make(.ps256, another: true).exportJWK().withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
        func value(_ name: String, _ text: String) -> Substring { text.split(separator: "\"\(name)\":\"")[1].prefix { $0 != "\"" } }
        let mixed = key.replacing(value("d", key), with: value("d", other))
        #expect(try #require(throws: JOSEError.self) { try importing(mixed) }.code == .invalidKey)
        let short = key.replacing(value("n", key), with: value("n", key).prefix(100))
        #expect(try #require(throws: JOSEError.self) { try importing(short) }.code == .invalidKey)
    }

    @Test(arguments: ["", "key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", "{", "{}", "[]"])
    func `refuses what is no key at all`(text: String) throws {
        #expect(try #require(throws: JOSEError.self) { try importing(text) }.code == .malformed)
    }
}
