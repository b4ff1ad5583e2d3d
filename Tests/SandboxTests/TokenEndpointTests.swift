import Crypto
import Foundation
import NIOHTTP1
import Testing

@testable import Sandbox

@Suite struct TokenEndpointTests {
    @Test func exchangesACodeForTokens() async throws {
        try await SandboxServer.running { server, client in
            let code = try await client.code()
            #expect(code.hasPrefix("cod-"))
            #expect(code.utf8.count == 68)
            let reply = try await client.exchange(code)
            #expect(reply.status == 200)
            #expect(reply.json["token_type"] == "DPoP")
            #expect(reply.json["sub"]?.string == server.did(of: "alice.test"))
            #expect(reply.json["scope"] == "atproto transition:generic")
            #expect(reply.json["expires_in"] == 3600)
            let tokens = client.tokens(reply)
            #expect(tokens.refresh.hasPrefix("ref-"))
            #expect(tokens.refresh.utf8.count == 68)
            #expect((600...700).contains(tokens.access.utf8.count))
            #expect(try await client.call(tokens.access).status == 200)
        }
    }

    @Test func requiresAProof() async throws {
        try await SandboxServer.running { _, client in
            let code = try await client.code()
            let reply = try await client.post(
                "/oauth/token", ["grant_type": "authorization_code", "code": code, "client_id": client.clientID], proofs: [])
            #expect(reply.status == 401)
            #expect(reply.error == "invalid_dpop_proof")
            #expect(reply.explanation == "DPoP proof required")
        }
    }

    @Test func leavesCodeAndRefreshTokenAliveAfterAStaleNonce() async throws {
        try await SandboxServer.running { _, client in
            let code = try await client.code()
            let challenge = try await client.exchange(code) { $0.nonce = "stale" }
            #expect(challenge.status == 400)
            #expect(challenge.error == "use_dpop_nonce")
            let tokens = client.tokens(try await client.exchange(code))
            #expect(try await client.refresh(tokens.refresh) { $0.nonce = "stale" }.error == "use_dpop_nonce")
            #expect(try await client.refresh(tokens.refresh).status == 200)
        }
    }

    enum Fault: CaseIterable {
        case key, verifier, redirect
    }

    @Test(arguments: Fault.allCases) func spendsTheCodeOnAFaultyExchange(_ fault: Fault) async throws {
        try await SandboxServer.running { _, client in
            let code = try await client.code()
            let reply =
                switch fault {
                case .key: try await client.exchange(code) { $0.key = P256.Signing.PrivateKey() }
                case .verifier: try await client.exchange(code, ["code_verifier": String(repeating: "x", count: 43)])
                case .redirect: try await client.exchange(code, ["redirect_uri": "http://127.0.0.1/callback"])
                }
            #expect(reply.status == 400)
            #expect(reply.error == "invalid_grant")
            #expect(try await client.exchange(code).error == "invalid_grant")
        }
    }

    @Test func refusesACodeOfAnotherClient() async throws {
        try await SandboxServer.running { _, client in
            let code = try await client.code()
            let reply = try await client.confidential.exchange(code)
            #expect(reply.status == 400)
            #expect(reply.error == "invalid_grant")
        }
    }

    @Test func endsTheSessionWhenItsCodeIsUsedAgain() async throws {
        try await SandboxServer.running { server, client in
            let code = try await client.code()
            let tokens = client.tokens(try await client.exchange(code))
            #expect(try await client.exchange(code).error == "invalid_grant")
            #expect(try await client.call(tokens.access).error == "invalid_token")
            #expect(try await client.refresh(tokens.refresh).error == "invalid_grant")
            #expect(await server.counters().codeReplays == 1)
        }
    }

    @Test func refusesAnUnknownGrantType() async throws {
        try await SandboxServer.running { _, client in
            let reply = try await client.post("/oauth/token", ["grant_type": "password", "client_id": client.clientID]) { _ in }
            #expect(reply.status == 400)
            #expect(reply.error == "invalid_grant")
        }
    }

    @Test func rotatesBothTokensAndStopsTheOldAccessTokenAtOnce() async throws {
        try await SandboxServer.running { server, client in
            let old = try await client.signIn()
            let reply = try await client.refresh(old.refresh)
            let new = client.tokens(reply)
            #expect(reply.status == 200)
            #expect(new.access != old.access)
            #expect(new.refresh != old.refresh)
            #expect(try await client.call(old.access).error == "invalid_token")
            #expect(try await client.call(new.access).status == 200)
            #expect(await server.counters().totalRotations == 1)
            #expect(await server.journal().map(\.kind) == [.issued, .rotated])
        }
    }

    @Test func endsTheSessionWhenARefreshTokenIsReplayed() async throws {
        try await SandboxServer.running { server, client in
            let old = try await client.signIn()
            let new = client.tokens(try await client.refresh(old.refresh))
            let replay = try await client.refresh(old.refresh)
            #expect(replay.status == 400)
            #expect(replay.error == "invalid_grant")
            #expect(replay.explanation == "Refresh token replayed")
            #expect(try await client.call(new.access).error == "invalid_token")
            #expect(try await client.refresh(new.refresh).error == "invalid_grant")
            #expect(await server.counters().refreshTokenReplays == 1)
        }
    }

    @Test func endsTheSessionWhenAnotherKeyRefreshes() async throws {
        try await SandboxServer.running { _, client in
            let tokens = try await client.signIn()
            #expect(try await client.refresh(tokens.refresh) { $0.key = P256.Signing.PrivateKey() }.error == "invalid_grant")
            #expect(try await client.refresh(tokens.refresh).error == "invalid_grant")
            #expect(try await client.call(tokens.access).error == "invalid_token")
        }
    }

    @Test func answersOneOfFiveParallelRefreshesAndEndsTheSession() async throws {
        try await SandboxServer.running { _, client in
            let tokens = try await client.signIn()
            let replies = try await withThrowingTaskGroup(of: Reply.self) { group in
                for _ in 0..<5 { group.addTask { try await client.refresh(tokens.refresh) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(replies.count { $0.status == 200 } == 1)
            #expect(replies.count { $0.error == "invalid_grant" } == 4)
            let winner = client.tokens(try #require(replies.first { $0.status == 200 }))
            #expect(try await client.call(winner.access).error == "invalid_token")
            #expect(try await client.refresh(winner.refresh).error == "invalid_grant")
        }
    }

    @Test(arguments: ["", "ref-none", "garbage"]) func refusesATokenItNeverIssued(_ token: String) async throws {
        try await SandboxServer.running { _, client in
            let reply = try await client.refresh(token)
            #expect(reply.status == 400)
            #expect(reply.error == "invalid_grant")
        }
    }

    @Test func endsAPublicSessionAfterTwoWeeks() async throws {
        let clock = StandingClock()
        try await SandboxServer.running({ $0.now = { clock.now } }) { _, client in
            var client = client
            client.clock = clock
            let first = try await client.signIn()
            clock.advance(13 * 86_400)
            let second = client.tokens(try await client.refresh(first.refresh))
            #expect(second.refresh != "none")
            clock.advance(86_401)
            #expect(try await client.refresh(second.refresh).explanation == "Session expired")
        }
    }

    @Test func bindsAConfidentialSessionToItsKeyAndItsClient() async throws {
        try await SandboxServer.running { _, client in
            let confidential = client.confidential
            let tokens = try await confidential.signIn()
            let next = try await confidential.refresh(tokens.refresh)
            #expect(next.status == 200)
            #expect(try await client.refresh(client.tokens(next).refresh).error == "invalid_grant")
            #expect(try await confidential.refresh(client.tokens(next).refresh).error == "invalid_grant")
        }
    }
}
