import ATProtoOAuth
import Testing

/// §1.3: the kinds of client_id.
@Suite struct ClientIDTests {
    @Test(arguments: [
        ("https://app.example.com/oauth-client-metadata.json", true), ("https://app.example.com/client.json", false),
        ("https://app.example.com/oauth-client-metadata.json?a=b", false), ("https://app.example.com/a/b", false),
    ])
    func `an https URL is discoverable, by the conventional path or another`(text: String, isConventional: Bool) throws {
        let id = try ClientID(text)
        #expect(id.description == text)
        #expect(id.isConventional == isConventional)
        guard case .discoverable = id else {
            Issue.record("not discoverable")
            return
        }
    }

    @Test(arguments: [
        "", "app.example.com", "ftp://app.example.com/a", "https://app.example.com", "https://app.example.com/",
        "https://app.example.com/a/",
        "https://user@app.example.com/a", "https://app.example.com/a#b", "https://app.example.com:8443/a", "https://127.0.0.1/a",
        "https://192.0.2.1/a", "https://[2001:db8::1]/a", "https://localhost/a", "https://single/a", "https://app.local/a",
        "https://App.example.com/a", "https://app.example.com/a/../b", "https://app.example.com:443/a", "http://app.example.com/a",
        "https://app.example.com/a b", "https://app.example.com/%2e%2e/a",
    ])
    func `refuses other URLs`(text: String) throws {
        let error = try #require(throws: ClientMetadataError.self) { try ClientID(text) }
        #expect(error.field == "client_id")
    }

    @Test(arguments: ["http://localhost", "http://localhost/", "http://localhost?", "http://localhost/?"])
    func `a bare loopback id has the defaults`(text: String) throws {
        guard case .loopback(let id) = try ClientID(text) else {
            Issue.record("not a loopback id")
            return
        }
        #expect(id.description == text)
        #expect(id.scope == "atproto")
        #expect(id.redirectURIs.map(\.description) == ["http://127.0.0.1/", "http://[::1]/"])
        #expect(!(try ClientID(text).isConventional))
    }

    @Test func `a loopback id's query is its metadata`() throws {
        let id = try LoopbackClientID(
            "http://localhost?scope=atproto+transition%3Ageneric&redirect_uri=http%3A%2F%2F127.0.0.1%3A8080%2Fa&redirect_uri=http://[::1]/b"
        )
        #expect(id.scope == "atproto transition:generic")
        #expect(id.redirectURIs.map(\.description) == ["http://127.0.0.1:8080/a", "http://[::1]/b"])
        let metadata = ClientMetadata(loopback: id)
        try metadata.validate()
        #expect(metadata.clientID == id.description)
        #expect(metadata.responseTypes == ["code"])
        #expect(metadata.grantTypes == ["authorization_code", "refresh_token"])
        #expect(metadata.tokenEndpointAuthMethod == "none")
        #expect(metadata.applicationType == .native)
        #expect(metadata.dpopBoundAccessTokens)
    }

    @Test(arguments: [
        "http://localhost:8080", "http://localhost/path", "http://localhost#a", "http://localhost?a=b", "http://localhosts",
        "http://localhost?scope=atproto&scope=atproto", "http://127.0.0.1", "http://LOCALHOST", "http://localhost?scope=transition:generic",
        "http://localhost?redirect_uri=http://localhost/", "http://localhost?redirect_uri=https://a.example.com/",
        "http://localhost?redirect_uri=com.example.app:/a",
    ])
    func `refuses other loopback ids`(text: String) { #expect(throws: ClientMetadataError.self) { try ClientID(text) } }

    @Test func `builds the shortest id, and reads it back`() throws {
        #expect(try LoopbackClientID().description == "http://localhost")
        #expect(try LoopbackClientID(scope: "atproto a:b").description == "http://localhost?scope=atproto+a%3Ab")
        let id = try LoopbackClientID(scope: "atproto a:b", redirectURIs: ["http://127.0.0.1:9/x", "http://[::1]/"])
        #expect(try LoopbackClientID(id.description) == id)
        #expect(throws: ClientMetadataError.self) { try LoopbackClientID(redirectURIs: []) }
        #expect(throws: ClientMetadataError.self) { try LoopbackClientID(scope: "a") }
    }
}
