import Foundation
import JOSE
import Testing

@Suite(.enabled(if: Peer.hasPython, "python3 with joserfc and cryptography is not installed")) struct PythonTests {
    private static let verifier = """
        import sys, json
        from joserfc import jws
        from joserfc.jwk import import_key
        key = import_key(json.loads(sys.argv[2]))
        token = jws.deserialize_compact(sys.argv[1], key, algorithms=[sys.argv[3]])
        print(token.payload.decode())
        """

    @Test(arguments: SignatureAlgorithm.allCases)
    func `what we sign is verified there`(algorithm: SignatureAlgorithm) throws {
        let key = try PrivateKey.make(algorithm)
        let header = Array(#"{"alg":"\#(algorithm.rawValue)"}"#.utf8)
        let token = try JWS.sign(header: header, payload: Array("claims".utf8), key: key, algorithm)
        let json = String(decoding: try JSONEncoder().encode(key.publicKey), as: UTF8.self)
        #expect(try Peer.python(Self.verifier, token, json, algorithm.rawValue) == "claims")
    }

    @Test(arguments: SignatureAlgorithm.allCases)
    func `what is signed there with a key made there verifies here, and the key is imported`(algorithm: SignatureAlgorithm) throws {
        let program = """
            import sys, json
            from joserfc import jws
            from joserfc.jwk import ECKey, OKPKey, RSAKey
            if sys.argv[1] == "EdDSA":
                key = OKPKey.generate_key("Ed25519", private=True)
            else:
                key = ECKey.generate_key(sys.argv[2], private=True) if sys.argv[2] else RSAKey.generate_key(2048, private=True)
            token = jws.serialize_compact({"alg": sys.argv[1]}, b"claims", key, algorithms=[sys.argv[1]])
            print(json.dumps([token, json.dumps(key.as_dict(private=True)), key.thumbprint()]))
            """
        let printed = try Peer.python(program, algorithm.rawValue, algorithm.curve?.rawValue ?? "")
        let parts = try JSONDecoder().decode([String].self, from: Data(printed.utf8))
        let key = try PrivateKey(importing: SecretBytes(copying: parts[1].utf8))
        #expect(key.publicKey.thumbprint == parts[2])
        #expect(try JWS.verify(parts[0], key: key.publicKey, algorithm).payload == Array("claims".utf8))
    }

    @Test(arguments: [SignatureAlgorithm.es256, .es256k, .es384, .es512, .edDSA, .ps256])
    func `keys that we export are whole there, and the thumbprints are the same`(algorithm: SignatureAlgorithm) throws {
        let program = """
            import sys, json
            from joserfc.jwk import import_key
            key = import_key(json.load(sys.stdin))
            assert key.is_private
            print(key.thumbprint())
            """
        let key = try PrivateKey.make(algorithm, keyID: "a \"quoted\" \\ name\n")
        let json = try key.exportJWK().withUnsafeBytes { Array($0) }
        let printed = try Peer.run("python3", ["-c", program], input: json)
        #expect(String(decoding: printed, as: UTF8.self) == key.publicKey.thumbprint + "\n")
    }

    @Test func `AES-GCM opens there what is sealed here, and the reverse`() throws {
        let program = """
            import sys
            from cryptography.hazmat.primitives.ciphers.aead import AESGCM
            cipher, sealed = AESGCM(bytes(range(32))), bytes.fromhex(sys.argv[1])
            assert cipher.decrypt(sealed[:12], sealed[12:], b"place") == b"secret"
            print((b"nonce-nonce-" + cipher.encrypt(b"nonce-nonce-", b"answer", b"place")).hex())
            """
        let key = SecretBytes(copying: (0..<32).map { UInt8($0) })
        let sealed = try AESGCM.seal(SecretBytes(copying: "secret".utf8), key: key, associated: Array("place".utf8))
        let answer = try Peer.python(program, sealed.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
        let bytes = stride(from: 0, to: answer.count, by: 2).compactMap { UInt8(answer.dropFirst($0).prefix(2), radix: 16) }
        let opened = try AESGCM.open(bytes, key: key, associated: Array("place".utf8))
        #expect(opened == SecretBytes(copying: "answer".utf8))
    }
}
