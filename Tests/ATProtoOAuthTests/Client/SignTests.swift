import ATProtoIdentity
import ATProtoOAuth
import ATProtoSyntax
import Foundation
import HTTPTypes
import JOSE
import Testing

@Suite struct SignTests {
    private let url = "https://pds.example.com/xrpc/a?b=c"

    @Test func `signs one request for somebody else to send`() async throws {
        let world = try await World.signedIn()
        let signed = try await world.alice.signRequest(method: .put, url: try HTTPURL(url))
        #expect(signed.authorization == "DPoP access-1")
        #expect(signed.tokenID == TokenID(of: SecretString("access-1")))
        #expect(signed.expiresAt == world.clock.now + 3600)
        let proof = try VerifiedJWT(selfSigned: signed.dpop)
        #expect(proof["htm"] == "PUT")
        #expect(proof["htu"] == "https://pds.example.com/xrpc/a")
        #expect(proof["ath"]?.string == signed.tokenID.description)
        #expect(world.transport.requests.isEmpty)
    }

    @Test func `a caller who means another origin changes nothing`() async throws {  // §4.9
        let world = try await World.signedIn()
        let foreign = try HTTPURL("https://evil.example.com/xrpc/a")
        await #expect(throws: InvalidOptionError.self) {
            try await world.alice.signRequest(
                method: .get, url: foreign, rejected: TokenID(of: SecretString("access-1")), nonce: "planted")
        }
        #expect(world.spent == [])
        let signed = try await world.alice.signRequest(method: .get, url: foreign, foreignOrigins: ["https://evil.example.com"])
        #expect(try VerifiedJWT(selfSigned: signed.dpop)["nonce"] == nil)
    }

    @Test func `a nonce that a caller reports does not pass for fresh`() async throws {  // §5.5
        let world = try await World.signedIn()
        _ = try await world.alice.signRequest(method: .get, url: try HTTPURL(url), nonce: "said")
        let body = OutgoingBody.stream(AsyncThrowingStream { $0.finish() }, length: 0)
        _ = try await world.alice.fetchHandler("/xrpc/upload", method: .post, body: body)
        #expect(world.transport.requests(to: .resource).map(\.url.path) == ["/xrpc/com.atproto.server.getSession", "/xrpc/upload"])
    }

    @Test func `keeps the nonce it is told, for all accounts`() async throws {
        let world = try await World.signedIn()
        _ = try await world.alice.signRequest(method: .get, url: try HTTPURL(url), nonce: "n1")
        let signed = try await world.alice.signRequest(method: .get, url: try HTTPURL(url))
        #expect(try VerifiedJWT(selfSigned: signed.dpop)["nonce"] == "n1")
    }

    @Test func `replaces a rejected token that is still the newest`() async throws {
        let world = try await World.signedIn()
        let signed = try await world.alice.signRequest(method: .get, url: try HTTPURL(url), rejected: TokenID(of: SecretString("access-1")))
        #expect(signed.tokenID == TokenID(of: SecretString("access-2")))
    }

    @Test func `refuses to show the token to another origin, unless the caller vouches for it`() async throws {
        let world = try await World.signedIn()
        for other in ["https://evil.example.com/xrpc/a", "http://pds.example.com/", "https://pds.example.com:8443/"] {
            let error = try await #require(throws: InvalidOptionError.self) {
                try await world.alice.signRequest(method: .get, url: try HTTPURL(other))
            }
            #expect(error.option == "url")
        }
        let friend = try HTTPURL("https://friend.example.com/xrpc/a")
        _ = try await world.alice.signRequest(method: .get, url: friend, foreignOrigins: ["https://friend.example.com"])
    }
}
