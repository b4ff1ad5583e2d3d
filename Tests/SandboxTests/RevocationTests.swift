import Crypto
import NIOHTTP1
import Testing

@testable import Sandbox

@Suite struct RevocationTests {
    @Test(arguments: [true, false]) func endsTheSessionByEitherToken(byAccessToken: Bool) async throws {
        try await SandboxServer.running { _, client in
            let tokens = try await client.signIn()
            let form = ["token": byAccessToken ? tokens.access : tokens.refresh, "client_id": client.clientID]
            let reply = try await client.post("/oauth/revoke", form) { _ in }
            #expect(reply.status == 200)
            #expect(reply.body == "{}")
            #expect(try await client.call(tokens.access).error == "invalid_token")
            #expect(try await client.refresh(tokens.refresh).error == "invalid_grant")
        }
    }

    @Test func answersTheSameForAnUnknownToken() async throws {
        try await SandboxServer.running { _, client in
            let reply = try await client.post("/oauth/revoke", ["token": "ref-unknown", "client_id": client.clientID]) { _ in }
            #expect(reply.status == 200)
            #expect(reply.body == "{}")
        }
    }

    @Test func revokesNothingForAnotherKey() async throws {
        try await SandboxServer.running { _, client in
            let tokens = try await client.signIn()
            let reply = try await client.post("/oauth/revoke", ["token": tokens.refresh, "client_id": client.clientID]) {
                $0.key = P256.Signing.PrivateKey()
            }
            #expect(reply.status == 200)
            #expect(try await client.call(tokens.access).status == 200)
        }
    }

    @Test func revokesNothingWithoutAProof() async throws {
        try await SandboxServer.running { _, client in
            let tokens = try await client.signIn()
            let reply = try await client.post("/oauth/revoke", ["token": tokens.refresh, "client_id": client.clientID], proofs: [])
            #expect(reply.status == 200)
            #expect(reply.body == "{}")
            #expect(try await client.call(tokens.access).status == 200)
        }
    }

    @Test func leavesARevokedAccessTokenWorkingOnASeparateResourceServer() async throws {
        try await SandboxServer.running({ $0.separateResourceServer = true }) { server, client in
            #expect(server.resourceOrigin != server.origin)
            let tokens = try await client.signIn()
            #expect(try await client.post("/oauth/revoke", ["token": tokens.refresh, "client_id": client.clientID]) { _ in }.status == 200)
            #expect(try await client.call(tokens.access).status == 200)
            #expect(try await client.refresh(tokens.refresh).error == "invalid_grant")
            let metadata = try await client.get(server.resourceOrigin + "/.well-known/oauth-protected-resource")
            #expect(metadata.json["resource"]?.string == server.resourceOrigin)
            #expect(metadata.json["authorization_servers"] == [.string(server.origin)])
            #expect(try await client.get(server.resourceOrigin + "/.well-known/oauth-authorization-server").status == 404)
        }
    }
}
