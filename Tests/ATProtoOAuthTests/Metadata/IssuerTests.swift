import ATProtoOAuth
import ATProtoSyntax
import Foundation
import Testing

/// §1.1: issuers.
@Suite struct IssuerTests {
    @Test(arguments: [
        "https://auth.example.com", "https://auth.example.com:8443", "http://localhost:2583", "http://127.0.0.1", "http://[::1]:1",
    ])
    func `is an origin in canonical form`(text: String) throws {
        let issuer = try #require(Issuer(text))
        #expect(issuer.description == text)
        #expect(try JSONDecoder().decode([Issuer].self, from: JSONEncoder().encode([issuer])) == [issuer])
        #expect(Issuer(originOf: try HTTPURL(text + "/path?query")) == issuer)
    }

    @Test(arguments: [
        "", "auth.example.com", "https://auth.example.com/", "https://auth.example.com/path", "https://auth.example.com?a",
        "https://auth.example.com#a", "https://user@auth.example.com", "https://auth.example.com:443", "https://AUTH.example.com",
        "http://auth.example.com", "https://localhost", "https://single", "http://127.0.0.1:80",
    ])
    func `every other spelling is refused`(text: String) {
        #expect(Issuer(text) == nil)
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([Issuer].self, from: JSONEncoder().encode([text])) }
    }
}
