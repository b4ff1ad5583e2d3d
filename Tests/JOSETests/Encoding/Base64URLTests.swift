import JOSE
import Testing

@Suite struct Base64URLTests {
    @Test(arguments: [
        ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"), ("foobar", "Zm9vYmFy"),
    ])
    func `follows RFC 4648 section 10, without padding`(text: String, encoded: String) throws {
        #expect(Base64URL.encode(Array(text.utf8)) == encoded)
        #expect(try Base64URL.decode(encoded) == Array(text.utf8))
    }

    @Test func `uses the URL alphabet`() throws {
        #expect(Base64URL.encode([0xFB, 0xEF, 0xFF]) == "--__")
        #expect(try Base64URL.decode("--__") == [0xFB, 0xEF, 0xFF])
    }

    @Test func `returns every byte it was given`() throws {
        for length in 0..<70 {
            let bytes = SecureRandom.bytes(length)
            #expect(try Base64URL.decode(Base64URL.encode(bytes)) == bytes)
        }
    }

    @Test(arguments: ["Zg==", "Zm8=", "Zm+v", "Zm/v", "Zm 9v", "Zm9v\n", "Zm9é"])
    func `refuses padding and foreign characters`(text: String) {
        #expect(throws: JOSEError.self) { try Base64URL.decode(text) }
    }

    @Test(arguments: ["Z", "Zm9vY", "Zh", "Zm9"])
    func `refuses text that ends in the middle of a byte, so that a value has one spelling`(text: String) {
        #expect(throws: JOSEError.self) { try Base64URL.decode(text) }
    }

    @Test func `says what was wrong with a code to branch on`() throws {
        let error = try #require(throws: JOSEError.self) { try Base64URL.decode("=") }
        #expect(error.code == .malformed)
        #expect(error.description.hasPrefix("malformed: "))
    }
}
