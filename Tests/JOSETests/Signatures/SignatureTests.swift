import JOSE
import Testing

@Suite struct SignatureTests {
    private let message = Array("the message".utf8)

    @Test(arguments: SignatureAlgorithm.allCases)
    func `every algorithm signs what its public key verifies`(algorithm: SignatureAlgorithm) throws {
        let key = try PrivateKey.make(algorithm)
        let signature = try key.sign(message, algorithm)
        if let curve = algorithm.curve { #expect(signature.count == 2 * curve.coordinateLength) }
        #expect(try key.publicKey.verifies(signature, of: message, algorithm))
        #expect(try !key.publicKey.verifies(signature, of: message + [0], algorithm))
    }

    @Test(arguments: SignatureAlgorithm.allCases)
    func `a signature with one changed bit, too short, or of another key does not verify`(algorithm: SignatureAlgorithm) throws {
        let key = try PrivateKey.make(algorithm)
        var signature = try key.sign(message, algorithm)
        #expect(try !key.publicKey.verifies(Array(signature.dropLast()), of: message, algorithm))
        #expect(try !key.publicKey.verifies([], of: message, algorithm))
        #expect(try !PrivateKey.make(algorithm, another: true).publicKey.verifies(signature, of: message, algorithm))
        signature[3] ^= 1
        #expect(try !key.publicKey.verifies(signature, of: message, algorithm))
    }

    @Test func `a key refuses to sign or verify with an algorithm of another type`() throws {
        let key = try PrivateKey.make(.es256)
        let signing = try #require(throws: JOSEError.self) { try key.sign(message, .es384) }
        let verifying = try #require(throws: JOSEError.self) { try key.publicKey.verifies([], of: message, .ps256) }
        #expect(signing.code == .algorithmMismatch)
        #expect(verifying.code == .algorithmMismatch)
    }

    @Test func `an all-zero signature does not verify`() throws {  // CVE-2022-21449
        let key = try PrivateKey.make(.es256)
        #expect(try !key.publicKey.verifies([UInt8](repeating: 0, count: 64), of: message, .es256))
    }

    @Test func `a point that is not on the curve is no key`() throws {
        let one = [UInt8](repeating: 1, count: 32)
        let key = JWK(.elliptic(.p256, x: one, y: one))
        #expect(try #require(throws: JOSEError.self) { try key.verifies(one + one, of: message, .es256) }.code == .invalidKey)
    }
}
