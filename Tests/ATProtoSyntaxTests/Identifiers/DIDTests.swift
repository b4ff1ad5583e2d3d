import ATProtoSyntax
import Testing

struct DIDTests {
    // §2.3
    @Test(arguments: [
        "did:plc:z72i7hdynmk6r22z27h6tvur", "did:plc:234567abcdefghijklmnopqr", "did:web:example.com", "did:web:Blog.Example.com",
        "did:web:xn--bcher-kva.example", "did:web:localhost", "did:web:localhost%3A8080",
    ])
    func `accepts plc and web identifiers`(_ text: String) throws {
        let did = try DID(text)
        #expect(did.description == text)
        #expect(text == "did:\(did.method):\(did.identifier)")
    }

    // §2.3, §10 did plc/web: length, alphabet, prefix, ports, paths, IDN, colons at the edges, bad hosts
    @Test(arguments: [
        "", "did", "did:", "did:plc", "did:plc:", "did:method:val", "DID:plc:z72i7hdynmk6r22z27h6tvur",
        "did:plc:z72i7hdynmk6r22z27h6tvu", "did:plc:z72i7hdynmk6r22z27h6tvurr", "did:plc:z72i7hdynmk6r22z27h6tvu1",
        "did:plc:Z72i7hdynmk6r22z27h6tvur", "did:plc:z72i7hdynmk6r22z27h6tvu ", " did:plc:z72i7hdynmk6r22z27h6tvur", "did:web:",
        "did:web::example.com", "did:web:example.com:", "did:web:example.com:path", "did:web:example.com%3A8080",
        "did:web:localhost%3A", "did:web:localhost%3A0", "did:web:localhost%3A65536", "did:web:localhost:8080", "did:web:localhost%3a80",
        "did:web:bücher.example", "did:web:single", "did:web:127.0.0.1", "did:web:-bad.example", "did:web:exa%20mple.com",
        "did:web:example.com/path", "did:web:example.com?q", "did:web:example.com#f", "did:web:user@example.com",
    ])
    func `refuses what is no atproto DID`(_ text: String) {
        #expect(throws: SyntaxError.self) { try DID(text) }
    }

    @Test func `refuses a DID of more than 2048 characters without echoing it`() {
        let error = #expect(throws: SyntaxError.self) { try DID("did:web:" + String(repeating: "a", count: 2048)) }
        #expect(error?.value.count == 257)
        #expect(error?.rule == "must be at most 2048 characters")
    }
}
