import ATProtoSyntax
import Testing

struct HTTPURLTests {
    // §5.2: what is signed is the WHATWG normal form
    @Test(arguments: [
        ("https://example.com", "https://example.com/"),
        ("HTTPS://EXAMPLE.com:443/", "https://example.com/"),
        ("http://example.com:80/x", "http://example.com/x"),
        ("http://example.com:443/x", "http://example.com:443/x"),
        ("https://example.com:/x", "https://example.com/x"),
        ("https://example.com:0443/x", "https://example.com/x"),
        ("https://example.com/a/./b/../c", "https://example.com/a/c"),
        ("https://example.com/a/%2E%2e/b", "https://example.com/b"),
        ("https://example.com/a/.%2e/b/.", "https://example.com/b/"),
        ("https://example.com/../../a/..", "https://example.com/"),
        ("https://example.com/...", "https://example.com/..."),
        ("https://example.com//a//", "https://example.com//a//"),
        ("https://example.com?", "https://example.com/?"),
        ("https://example.com?a=b/../c#frag?x", "https://example.com/?a=b/../c"),
        ("https://example.com/#", "https://example.com/"),
        ("https://example.com/é?é='", "https://example.com/%C3%A9?%C3%A9=%27"),
        ("https://example.com/<a>{b}^[c]|?<q>[]{}|^`", "https://example.com/%3Ca%3E%7Bb%7D%5E%5Bc%5D%7C?%3Cq%3E%5B%5D%7B%7D%7C%5E%60"),
        ("https://example.com/%41%c3", "https://example.com/%41%c3"),
        ("https://_x.example.com/", "https://_x.example.com/"),
        ("http://2130706433/", "http://127.0.0.1/"),
        ("http://0x7f.1/", "http://127.0.0.1/"),
        ("http://0177.0.0.01/", "http://127.0.0.1/"),
        ("http://0X7F000001/", "http://127.0.0.1/"),
        ("http://127.1:8080/", "http://127.0.0.1:8080/"),
        ("http://0x/", "http://0.0.0.0/"),
        ("http://[::1]:80/", "http://[::1]/"),
        ("http://[0:0:0:0:0:FFFF:127.0.0.1]/", "http://[::ffff:7f00:1]/"),
        ("http://[2001:DB8:0:0:1:0:0:0]:8/", "http://[2001:db8:0:0:1::]:8/"),
    ])
    func `normalises`(_ text: String, _ normal: String) throws {
        let url = try HTTPURL(text)
        #expect(url.description == normal)
        #expect(try HTTPURL(normal) == url)
        #expect(url.isCanonical(normal))
        #expect(url.isCanonical(text) == (text == normal || text == "https://example.com"))
    }

    @Test(arguments: [
        "", "example.com", "//example.com", "/path", "ftp://example.com", "https:/example.com", "https:example.com", "https://",
        "https:///x",
        "https://user@example.com/", "https://user:pass@example.com/", "https://@example.com/", "https://exa mple.com/",
        "https://example.com/a b", "https://example.com/\t", "https://example.com\\@evil.example/", "https://example.com:0/",
        "https://example.com:65536/", "https://example.com:80a/", "https://example.com:-1/", "https://bücher.example/",
        "https://example.com./", "https://.example.com/", "https://exa%6dple.com/", "https://ex*mple.com/", "https://a..b/",
        "http://256.1.1.1/", "http://1.2.3.4.5/", "http://4294967296/", "http://1.2.3.08/", "http://[::1/", "http://::1/",
        "http://[::1%25eth0]/", "http://[1:2:3:4:5:6:7:8:9]/", "http://[::1::]/", "http://[12345::]/", "http://[::1.2.3]/", "http://[]/",
        "https://example.com/%", "https://example.com/%4", "https://example.com/?%zz",
        "https://" + String(repeating: "a.", count: 127) + "com/", "https://example.com/" + String(repeating: "a", count: 16_384),
    ])
    func `refuses`(_ text: String) {
        #expect(throws: SyntaxError.self) { try HTTPURL(text) }
    }

    @Test func `tells its parts`() throws {
        let url = try HTTPURL("https://pds.example.com:8443/xrpc/x?y=z")
        #expect(url.scheme == .https)
        #expect(url.host == "pds.example.com")
        #expect(url.port == 8443)
        #expect(url.effectivePort == 8443)
        #expect(url.authority == "pds.example.com:8443")
        #expect(url.origin == "https://pds.example.com:8443")
        #expect(url.pathAndQuery == "/xrpc/x?y=z")
        #expect(url.withoutQuery == "https://pds.example.com:8443/xrpc/x")
        #expect(!url.isOrigin)
        #expect(url.ipAddress == nil)
        #expect(try HTTPURL("http://x.y").effectivePort == 80)
    }

    @Test func `resolves a path at its origin`() throws {
        let base = try HTTPURL("https://pds.example.com/some/base?q")
        #expect(try base.resolving(pathAndQuery: "/a/../b?c").description == "https://pds.example.com/b?c")
        // §4: a path of two slashes stays on the host
        #expect(try base.resolving(pathAndQuery: "//evil.example/").description == "https://pds.example.com//evil.example/")
        #expect(throws: SyntaxError.self) { try base.resolving(pathAndQuery: "https://evil.example/") }
        #expect(throws: SyntaxError.self) { try base.resolving(pathAndQuery: "") }
    }

    @Test(arguments: [
        ("http://localhost", true), ("http://a.localhost", true), ("http://127.8.9.1", true), ("http://[::1]", true),
        ("http://localhost.example", false), ("http://128.0.0.1", false), ("http://[::2]", false),
    ])
    func `knows loopback hosts`(_ text: String, _ isLoopback: Bool) throws {
        #expect(try HTTPURL(text).isLoopback == isLoopback)
    }
}
