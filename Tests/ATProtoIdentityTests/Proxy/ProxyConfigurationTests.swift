import ATProtoIdentity
import ATProtoSyntax
import Testing

struct ProxyConfigurationTests {
    @Test func `reads the customary variables`() throws {
        let proxies = try ProxyConfiguration(environment: [
            "HTTPS_PROXY": "http://p.example:3128/", "http_proxy": "q.example", "HTTP_PROXY": "ignored.example:1",
            "NO_PROXY": " a.net, B.net ",
        ])
        #expect(try proxies.proxy(for: HTTPURL("https://x.net"))?.description == "p.example:3128")
        #expect(try proxies.proxy(for: HTTPURL("http://x.net"))?.description == "q.example:80")
        #expect(try proxies.proxy(for: HTTPURL("https://a.net")) == nil)
        #expect(try proxies.proxy(for: HTTPURL("https://x.b.net")) == nil)
    }

    @Test func `falls back to one proxy for all, and to none`() throws {
        let proxies = try ProxyConfiguration(environment: ["all_proxy": "[::1]:8080", "https_proxy": ""])
        #expect(proxies.https?.host == "::1")
        #expect(proxies.http?.port == 8080)
        #expect(try ProxyConfiguration(environment: [:]).https == nil)
    }

    @Test(arguments: [
        ("*", "https://x.net", true), ("x.net", "https://x.net", true), ("x.net", "https://a.x.net", true),
        ("x.net", "https://ax.net", false),
        (".x.net", "https://a.x.net", true), ("*.x.net", "https://a.x.net", true), ("x.net:8443", "https://x.net:8443", true),
        ("x.net:8443", "https://x.net", false), ("x.net:443", "https://x.net", true), ("10.0.0.0/8", "http://10.1.2.3", true),
        ("10.0.0.1", "http://10.0.0.1", true), ("10.0.0.0/8", "http://11.1.2.3", false), ("::1", "http://[::1]", true),
        (".", "https://x.net", false),
    ])
    func `reaches exceptions directly`(_ exception: String, _ url: String, _ isDirect: Bool) throws {
        let proxies = try ProxyConfiguration(environment: [
            "https_proxy": "p.example:1", "http_proxy": "p.example:1", "no_proxy": exception,
        ])
        #expect(try (proxies.proxy(for: HTTPURL(url)) == nil) == isDirect)
    }

    @Test(arguments: ["socks5://p.example:1080", "https://p.example", "http://a@b@c", "p.example/path", "http://", "p.example:99999"])
    func `refuses a proxy that is not understood, without repeating it`(_ text: String) {
        let error = #expect(throws: SyntaxError.self) { try ProxyConfiguration(environment: ["https_proxy": text]) }
        #expect(error?.description.contains("p.example:1080") == false)
    }

    @Test func `does not print credentials`() throws {
        let proxies = try ProxyConfiguration(environment: ["all_proxy": "http://user:hidden@p.example:1"])
        var dumped = ""
        dump(proxies, to: &dumped)
        #expect(dumped.contains("p.example"))
        for text in ["\(proxies)", "\(proxies.https as Any)", String(reflecting: proxies), dumped] { #expect(!text.contains("hidden")) }
    }
}
