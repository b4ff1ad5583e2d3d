import ATProtoOAuth
import Testing

/// §1.1, §1.4: redirect URIs.
@Suite struct RedirectURITests {
    @Test(arguments: [
        "https://app.example.com/callback?a=b", "https://192.0.2.1/c", "http://127.0.0.1", "http://127.0.0.1:8080/a", "http://[::1]/",
        "com.example.app:/callback", "com.example:/", "com.example.app+x-1:/a/b?c=d",
    ])
    func `keeps the text as it was written`(text: String) throws { #expect(try RedirectURI(text).description == text) }

    @Test(arguments: [
        "", "callback", "ftp://a.example.com", "https://localhost/", "https://127.0.0.1/", "https://single/", "https://app.local/",
        "https://app.example.com/#a", "https://user@app.example.com/", "http://localhost/", "http://localhost:80/a", "http://LOCALHOST/",
        "http://127.0.0.2/", "http://app.example.com/", "http://127.0.0.1/#a", "app:/callback", "com.example.app:callback",
        "com.example.app://callback", "com.example.app://user@host/", "test.app:/a", "LOCAL.app:/a", "localhost.app:/a", "invalid.app:/a",
        "example.app:/a", ".com:/a", "1com.example:/a", "com.exa_mple:/a", "com.example:/a#b", "com.example:/a b", "com.example",
    ])
    func `refuses what may not be redirected to, naming the field`(text: String) throws {
        let error = try #require(throws: ClientMetadataError.self) { try RedirectURI(text, field: "redirect_uri") }
        #expect(error.field == "redirect_uri")
    }

    @Test(arguments: [
        ("http://127.0.0.1/a", "http://127.0.0.1:5/a", true), ("http://127.0.0.1/a", "http://127.0.0.1/a", true),
        ("http://127.0.0.1/a?b", "http://127.0.0.1:5/a?b", true), ("http://127.0.0.1:4/a", "http://127.0.0.1:5/a", false),
        ("http://127.0.0.1:4/a", "http://127.0.0.1/a", false), ("http://127.0.0.1/a", "http://[::1]:5/a", false),
        ("http://127.0.0.1/a", "http://127.0.0.1:5/b", false), ("http://127.0.0.1/a?b", "http://127.0.0.1:5/a", false),
        ("https://a.example.com/a", "https://a.example.com:5/a", false), ("com.example.app:/a", "com.example.app:/a", true),
        ("https://a.example.com", "https://a.example.com/", false),
    ])
    func `only a loopback URI registered without a port goes with any port`(registered: String, requested: String, allowed: Bool) throws {
        #expect(try RedirectURI(registered).allows(RedirectURI(requested)) == allowed)
    }
}
