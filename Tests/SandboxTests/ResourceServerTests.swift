import Crypto
import Foundation
import NIOHTTP1
import Testing

@testable import Sandbox

@Suite struct ResourceServerTests {
    private static let path = "/xrpc/com.atproto.server.getSession"

    @Test func answersAnAuthorizedRequest() async throws {
        try await SandboxServer.running { server, client in
            let reply = try await client.call(try await client.signIn().access)
            #expect(reply.status == 200)
            #expect(reply.json["did"]?.string == server.did(of: "alice.test"))
            #expect(reply.json["handle"] == "alice.test")
            #expect(reply.headers.first(name: "Cache-Control") == "private")
            #expect(reply.nonce != nil)
        }
    }

    @Test func asksForAuthenticationWithoutANonce() async throws {
        try await SandboxServer.running { _, client in
            let reply = try await client.get(Self.path)
            #expect(reply.status == 401)
            #expect(reply.error == "AuthMissing")
            #expect(reply.nonce == nil)
            #expect(reply.challenge.isEmpty)
        }
    }

    @Test func refusesATokenWithoutAProof() async throws {
        try await SandboxServer.running { _, client in
            let token = try await client.signIn().access
            let reply = try await client.get(Self.path, headers: [("Authorization", "DPoP \(token)")])
            #expect(reply.status == 401)
            #expect(reply.error == "invalid_dpop_proof")
            #expect(reply.challenge.contains("error=\"invalid_dpop_proof\""))
            #expect(reply.nonce != nil)
        }
    }

    enum Fault: CaseIterable {
        case noTokenHash, otherTokenHash, otherMethod, lowerCaseMethod
    }

    @Test(arguments: Fault.allCases) func refusesAFaultyProof(_ fault: Fault) async throws {
        try await SandboxServer.running { _, client in
            let reply = try await client.call(try await client.signIn().access) { recipe in
                switch fault {
                case .noTokenHash: recipe.accessToken = nil
                case .otherTokenHash: recipe.tokenHash = "abc"
                case .otherMethod: recipe.method = "POST"
                case .lowerCaseMethod: recipe.method = "get"
                }
            }
            #expect(reply.status == 401)
            #expect(reply.error == "invalid_dpop_proof")
            #expect(reply.challenge.contains("error=\"invalid_dpop_proof\""))
        }
    }

    @Test func refusesAReplayedProof() async throws {
        try await SandboxServer.running { _, client in
            let token = try await client.signIn().access
            #expect(try await client.call(token) { $0.identifier = "once" }.status == 200)
            #expect(try await client.call(token) { $0.identifier = "once" }.error == "invalid_dpop_proof")
        }
    }

    @Test(arguments: [nil, "bad"]) func asksForANonce(_ nonce: String?) async throws {
        try await SandboxServer.running { _, client in
            let reply = try await client.call(try await client.signIn().access) { $0.nonce = nonce }
            #expect(reply.status == 401)
            #expect(reply.error == "use_dpop_nonce")
            #expect(reply.challenge.hasPrefix("DPoP "))
            #expect(reply.challenge.contains("error=\"use_dpop_nonce\""))
            #expect(reply.nonce != nil)
        }
    }

    @Test func refusesAProofByAnotherKey() async throws {
        try await SandboxServer.running { _, client in
            let reply = try await client.call(try await client.signIn().access) { $0.key = P256.Signing.PrivateKey() }
            #expect(reply.status == 401)
            #expect(reply.error == "invalid_token")
            #expect(reply.explanation == "Invalid DPoP key binding")
        }
    }

    @Test func refusesAnExpiredToken() async throws {
        let clock = StandingClock()
        try await SandboxServer.running({ $0.now = { clock.now } }) { server, client in
            await server.setKnobs { $0.accessTokenLifetime = 2.5 }
            var client = client
            client.clock = clock
            let token = try await client.signIn().access
            clock.advance(2)
            #expect(try await client.call(token).status == 200)
            clock.advance(1)
            #expect(try await client.call(token).error == "invalid_token")
        }
    }

    @Test func refusesAGarbageToken() async throws {
        try await SandboxServer.running { _, client in
            let reply = try await client.call("garbage")
            #expect(reply.status == 401)
            #expect(reply.error == "invalid_token")
        }
    }

    @Test func refusesABearerToken() async throws {
        try await SandboxServer.running { _, client in
            let token = try await client.signIn().access
            let reply = try await client.get(Self.path, headers: [("Authorization", "Bearer \(token)")])
            #expect(reply.status == 400)
            #expect(reply.error == "InvalidToken")
        }
    }

    @Test(arguments: [true, false]) func acceptsARequestWithAQuery(proofHasQuery: Bool) async throws {
        try await SandboxServer.running { server, client in
            let path = "/xrpc/app.bsky.actor.getProfile?actor=alice.test"
            let reply = try await client.call(try await client.signIn().access, path) { recipe in
                if proofHasQuery { recipe.url = server.origin + path }
            }
            #expect(reply.status == 200)
        }
    }

    @Test func sharesNoncesWithTheAuthorizationServerOnOneOrigin() async throws {
        try await SandboxServer.running { _, client in
            let token = try await client.signIn().access
            let nonce = try await client.nonce()
            #expect(try await client.call(token) { $0.nonce = nonce }.status == 200)
        }
    }

    @Test func knowsNoOtherMethods() async throws {
        try await SandboxServer.running { _, client in
            let reply = try await client.get("/xrpc/com.example.nothing")
            #expect(reply.status == 501)
            #expect(reply.error == "MethodNotImplemented")
            #expect(try await client.send(.POST, Self.path).status == 405)
        }
    }

    @Test func letsAScopeOfAtprotoAloneOnlyAskWhoItIs() async throws {
        try await SandboxServer.running { server, client in
            let token = try await client.signIn(["scope": "atproto"]).access
            #expect(try await client.call(token).status == 200)
            let write = try await client.call(
                token, "/xrpc/com.atproto.repo.createRecord", method: .POST,
                body: #"{"repo": "alice.test", "collection": "app.bsky.feed.post", "record": {"text": "no"}}"#)
            #expect(write.status == 403)
            #expect(write.error == "ScopeMissingError")
        }
    }

    @Test func enforcesGranularScopes() async throws {
        try await SandboxServer.running { _, client in
            let token = try await client.signIn(["scope": "atproto repo:app.bsky.feed.post blob:image/*"]).access
            func write(_ collection: String) async throws -> Int {
                let body = #"{"repo": "alice.test", "collection": "\#(collection)", "record": {}}"#
                return try await client.call(token, "/xrpc/com.atproto.repo.createRecord", method: .POST, body: body).status
            }
            func upload(_ type: String) async throws -> Int {
                try await client.call(token, "/xrpc/com.atproto.repo.uploadBlob", method: .POST, body: "x", type: type).status
            }
            #expect(try await write("app.bsky.feed.post") == 200)
            #expect(try await write("app.bsky.feed.like") == 403)
            #expect(try await upload("image/png") == 200)
            #expect(try await upload("text/plain") == 403)
        }
    }
}
