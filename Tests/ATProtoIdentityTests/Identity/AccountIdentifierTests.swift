import ATProtoIdentity
import ATProtoSyntax
import Testing

// §2.1 input
struct AccountIdentifierTests {
    @Test(arguments: [
        ("alice.net", "alice.net"), (" @Alice.NET \n", "alice.net"), ("@ alice.net", "alice.net"),
        ("\u{202A}@alice.net\u{202C}", "alice.net"),
        ("\u{200E}alice.net\u{00A0}", "alice.net"), ("did:web:a.net", "did:web:a.net"),
        (" did:plc:aaaaaaaaaaaaaaaaaaaaaaaa", "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"),
        ("https://bsky.social", "https://bsky.social/"), ("HTTPS://Bsky.Social/", "https://bsky.social/"),
        ("http://localhost:2583", "http://localhost:2583/"),
    ])
    func `reads what people type`(_ text: String, _ expected: String) throws {
        #expect(try AccountIdentifier(text).description == expected)
    }

    @Test(arguments: [
        ("alice", "handle"), ("", "handle"), ("did:key:x", "DID"), ("https://", "URL"), ("@@a.net", "handle"), ("DID:web:a.net", "handle"),
    ])
    func `says what is wrong in terms of what it looks like`(_ text: String, _ type: String) {
        let error = #expect(throws: SyntaxError.self) { try AccountIdentifier(text) }
        #expect(error?.type == type)
    }
}
