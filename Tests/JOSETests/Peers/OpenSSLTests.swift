import Foundation
import JOSE
import Testing

@Suite(.enabled(if: Peer.hasOpenSSL, "openssl is not installed")) struct OpenSSLTests {
    static let curves: [(group: String, algorithm: SignatureAlgorithm)] = [
        ("prime256v1", .es256), ("secp256k1", .es256k), ("secp384r1", .es384), ("secp521r1", .es512),
    ]

    private func pem(_ arguments: String...) throws -> SecretBytes { SecretBytes(copying: try Peer.run("openssl", arguments)) }

    @Test(arguments: curves)
    func `imports PKCS#8 and traditional EC keys`(group: String, algorithm: SignatureAlgorithm) throws {
        let modern = try pem("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:\(group)")
        let traditional = try pem("ecparam", "-name", group, "-genkey", "-noout")
        for text in [modern, traditional] {
            let key = try PrivateKey(importing: text, keyID: "one")
            #expect(key.algorithms == [algorithm])
            #expect(key.keyID == "one")
            #expect(try key.publicKey.verifies(key.sign([1], algorithm), of: [1], algorithm))
        }
    }

    @Test func `imports RSA keys, for an algorithm if the caller names one`() throws {
        let modern = try pem("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048")
        let traditional = try pem("genrsa", "-traditional", "2048")
        for text in [modern, traditional] {
            let key = try PrivateKey(pem: text, keyID: "one", algorithm: .rs256)
            #expect(key.algorithms == [.rs256])
            #expect(try key.publicKey.verifies(key.sign([1], .rs256), of: [1], .rs256))
        }
    }

    @Test func `imports Ed25519 keys`() throws {
        let key = try PrivateKey(importing: try pem("genpkey", "-algorithm", "ED25519"), keyID: "one")
        #expect(key.algorithms == [.edDSA])
        #expect(try key.publicKey.verifies(key.sign([1], .edDSA), of: [1], .edDSA))
    }

    @Test func `refuses RSA keys of less than 2048 bits`() throws {
        let weak = try pem("genrsa", "1024")
        #expect(try #require(throws: JOSEError.self) { try PrivateKey(pem: weak) }.code == .invalidKey)
    }

    @Test func `refuses an algorithm that is not the key's`() throws {
        let text = try pem("ecparam", "-name", "prime256v1", "-genkey", "-noout")
        #expect(try #require(throws: JOSEError.self) { try PrivateKey(pem: text, algorithm: .es384) }.code == .algorithmMismatch)
    }

    @Test(arguments: [["-algorithm", "ED448"], ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:secp224r1"]])
    func `refuses kinds of keys it does not know`(arguments: [String]) throws {
        let text = SecretBytes(copying: try Peer.run("openssl", ["genpkey"] + arguments))
        #expect(try #require(throws: JOSEError.self) { try PrivateKey(pem: text) }.code == .unsupported)
    }

    @Test func `refuses an encrypted key without asking anybody for a pass phrase`() throws {
        let text = try pem("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-aes256", "-pass", "pass:word")
        #expect(try #require(throws: JOSEError.self) { try PrivateKey(importing: text) }.code == .malformed)
    }

    @Test func `refuses an EC key whose public point is another key's`() throws {
        let pair = try (0..<2).map { _ in
            try Peer.run("openssl", ["ecparam", "-name", "prime256v1", "-genkey", "-noout", "-outform", "DER"])
        }
        // RFC 5915: the public point is the last thing in the structure.
        let mixed = Data(pair[0].dropLast(65) + pair[1].suffix(65)).base64EncodedString(options: .lineLength64Characters)
        let broken = SecretBytes(copying: "-----BEGIN EC PRIVATE KEY-----\n\(mixed)\n-----END EC PRIVATE KEY-----\n".utf8)
        #expect(try #require(throws: JOSEError.self) { try PrivateKey(pem: broken) }.code == .invalidKey)
    }
}
