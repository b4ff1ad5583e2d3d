import JOSE
import Testing

/// Ed25519 in JOSE, held against the examples of RFC 8037 appendix A.
@Suite struct Ed25519Tests {
    private static let d = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"
    private static let x = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"

    private func importing(d: String = d, x: String = x) throws -> PrivateKey {
        let json = #"{"kty":"OKP","crv":"Ed25519","d":"\#(d)","x":"\#(x)"}"#
        return try PrivateKey(importing: SecretBytes(copying: json.utf8))
    }

    @Test func `has the thumbprint of appendix A.3`() throws {
        #expect(try importing().publicKey.thumbprint == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k")
    }

    @Test func `signs as in appendix A.4`() throws {
        let token = try JWS.sign(
            header: Array(#"{"alg":"EdDSA"}"#.utf8), payload: Array("Example of Ed25519 signing".utf8), key: importing(), .edDSA)
        let expected = """
            eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt\
            9g7sVvpAr_MuM0KAg
            """
        #expect(token == expected)
        #expect(try JWS.verify(token, key: importing().publicKey, .edDSA).payload == Array("Example of Ed25519 signing".utf8))
    }

    @Test func `refuses a key whose public part is another's`() throws {
        let other = try PrivateKey.make(.edDSA).publicKey
        guard case .ed25519(let x) = other.material else {
            Issue.record("no Ed25519 key")
            return
        }
        #expect(try #require(throws: JOSEError.self) { try importing(x: Base64URL.encode(x)) }.code == .invalidKey)
    }
}
