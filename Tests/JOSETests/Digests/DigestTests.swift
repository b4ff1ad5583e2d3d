import JOSE
import Testing

@Suite struct DigestTests {
    @Test(arguments: [
        (Digest.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            .sha384,
            "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7"
        ),
        (
            .sha512,
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
        ),
    ])
    func `agrees with the examples of FIPS 180-4`(digest: Digest, hex: String) {
        let text = digest.hash("abc").map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        #expect(text == hex)
    }

    @Test func `hashes bytes, text and nothing alike`() {
        #expect(Digest.sha256.hash(Array("abc".utf8)) == Digest.sha256.hash("abc"))
        #expect(Base64URL.encode(Digest.sha256.hash([UInt8]())) == "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU")
    }

    @Test func `random bytes have the length asked for and do not repeat`() {
        #expect(SecureRandom.bytes(0).isEmpty)
        #expect(SecureRandom.bytes(32).count == 32)
        #expect(SecureRandom.bytes(32) != SecureRandom.bytes(32))
        #expect(SecureRandom.secret(32) != SecureRandom.secret(32))
    }
}
