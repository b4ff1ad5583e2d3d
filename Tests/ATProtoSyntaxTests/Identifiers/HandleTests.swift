import ATProtoSyntax
import Testing

struct HandleTests {
    // §2.2, §10 interop syntax
    @Test(arguments: [
        "a.b", "alice.example.com", "john.test", "8.cn", "xn--ls8h.test", "a1-b2.c3-d4.co", "laptop.local",
        String(repeating: "a", count: 63) + ".com", String(repeating: "abcd.", count: 50) + "com", "expyuzz4wqqyqhjn.onion", "name.t--t",
    ])
    func `accepts domain names`(_ text: String) throws {
        #expect(try Handle(text).description == text)
    }

    @Test(arguments: [
        "", "a", ".", "a.", ".a", "a..b", "-a.b", "a-.b", "a.-b", "a.b-", "a.8", "127.0.0.1", "a_b.c", "a b.c", " a.b", "a.b ", "@a.b",
        "a.b.", "a.0b", "bücher.example", "a💩.b", "a!.b", "did:plc:a.b", "a/b.c", "a%b.c", "fe80::1",
        String(repeating: "a", count: 64) + ".com", String(repeating: "abcd.", count: 50) + "comm",
    ])
    func `refuses what is no domain name`(_ text: String) {
        #expect(throws: SyntaxError.self) { try Handle(text) }
    }

    @Test func `lower-cases`() throws {
        #expect(try Handle("ALICE.Example.COM") == Handle("alice.example.com"))
    }

    // §2.2 [S]
    @Test(arguments: ["alt", "arpa", "example", "internal", "invalid", "local", "localhost", "onion"])
    func `knows the domains that can hold no account`(_ domain: String) throws {
        #expect(try Handle("a.\(domain)").isReserved)
        #expect(try !Handle("\(domain).com").isReserved)
    }

    @Test func `test handles are a kind of their own`() throws {
        #expect(try Handle("a.test").isTest)
        #expect(try !Handle("a.test").isReserved)
        #expect(Handle.invalid.isReserved)
    }
}
