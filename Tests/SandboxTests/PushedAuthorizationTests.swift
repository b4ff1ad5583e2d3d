import Crypto
import Foundation
import NIOHTTP1
import Testing

@testable import Sandbox

@Suite struct PushedAuthorizationTests {
    @Test func answersARequestWithARequestURIForFiveMinutes() async throws {
        try await SandboxServer.running { _, client in
            let reply = try await client.par()
            #expect(reply.status == 201)
            #expect(reply.json["request_uri"]?.string?.hasPrefix("urn:ietf:params:oauth:request_uri:req-") == true)
            #expect(reply.json["expires_in"] == 299)
            #expect(reply.headers.first(name: "Cache-Control") == "no-store")
        }
    }

    @Test func acceptsARequestWithoutAnyProof() async throws {
        try await SandboxServer.running { _, client in
            let reply = try await client.post("/oauth/par", client.parameters, proofs: [])
            #expect(reply.status == 201)
            #expect(reply.nonce != nil)
        }
    }

    @Test(arguments: [nil, "made up"]) func asksForANonce(_ nonce: String?) async throws {
        try await SandboxServer.running { _, client in
            let reply = try await client.par { $0.nonce = nonce }
            #expect(reply.status == 400)
            #expect(reply.error == "use_dpop_nonce")
            #expect(reply.nonce != nil)
        }
    }

    enum Fault: CaseIterable {
        case url, method, type, past, future, garbage, twice, tokenHash
    }

    @Test(arguments: Fault.allCases) func refusesAFaultyProof(_ fault: Fault) async throws {
        try await SandboxServer.running { _, client in
            var recipe = client.recipe("/oauth/par", nonce: try await client.nonce())
            switch fault {
            case .url: recipe.url += "/elsewhere"
            case .method: recipe.method = "GET"
            case .type: recipe.type = "jwt"
            case .past: recipe.issuedAt -= 300
            case .future: recipe.issuedAt += 300
            case .tokenHash: recipe.tokenHash = "abc"
            case .garbage, .twice: break
            }
            let proof = fault == .garbage ? "garbage" : try recipe.signed()
            recipe.identifier = "another"
            let proofs = fault == .twice ? [proof, try recipe.signed()] : [proof]
            let reply = try await client.post("/oauth/par", client.parameters, proofs: proofs)
            #expect(reply.status == 401)
            #expect(reply.error == "invalid_dpop_proof")
            #expect(reply.challenge.hasPrefix("DPoP algs=\""))
            #expect(reply.challenge.contains("error=\"invalid_dpop_proof\""))
            #expect(reply.nonce != nil)
        }
    }

    @Test func acceptsAClockAHundredSecondsAhead() async throws {
        try await SandboxServer.running { _, client in
            let reply = try await client.par { $0.issuedAt += 100 }
            #expect(reply.status == 201)
        }
    }

    @Test func ignoresAQueryInTheProofsURL() async throws {
        try await SandboxServer.running { _, client in
            let reply = try await client.par { $0.url += "?a=b" }
            #expect(reply.status == 201)
        }
    }

    @Test func refusesAReplayedProof() async throws {
        try await SandboxServer.running { server, client in
            #expect(try await client.par { $0.identifier = "once" }.status == 201)
            let reply = try await client.par { $0.identifier = "once" }
            #expect(reply.status == 401)
            #expect(reply.explanation == "DPoP proof replayed")
            #expect(await server.counters().proofsRefused == 1)
        }
    }

    struct Refusal: CustomTestStringConvertible {
        let testDescription: String
        let changes: [String: String?]
        let error: String
    }

    static let refusals = [
        Refusal(
            testDescription: "a redirect URI that is not in the metadata", changes: ["redirect_uri": "com.example.app:/other"],
            error: "invalid_request"),
        Refusal(
            testDescription: "another port than a registered one", changes: ["redirect_uri": "http://[::1]:4001/callback"],
            error: "invalid_request"),
        Refusal(testDescription: "a scope without atproto", changes: ["scope": "transition:generic"], error: "invalid_scope"),
        Refusal(testDescription: "no scope", changes: ["scope": nil], error: "invalid_scope"),
        Refusal(
            testDescription: "a scope that was not declared", changes: ["scope": "atproto transition:chat.bsky"], error: "invalid_scope"),
        Refusal(testDescription: "no code challenge", changes: ["code_challenge": nil], error: "invalid_request"),
        Refusal(testDescription: "a plain code challenge", changes: ["code_challenge_method": "plain"], error: "invalid_request"),
        Refusal(testDescription: "silent sign-in of a public client", changes: ["prompt": "none"], error: "invalid_request"),
        Refusal(testDescription: "an unknown prompt", changes: ["prompt": "dance"], error: "invalid_request"),
        Refusal(testDescription: "another response type", changes: ["response_type": "token"], error: "invalid_request"),
        Refusal(
            testDescription: "metadata that cannot be fetched", changes: ["client_id": "https://nowhere.example.com/c.json"],
            error: "invalid_client_metadata"),
        Refusal(testDescription: "no client", changes: ["client_id": nil], error: "invalid_request"),
    ]

    @Test(arguments: refusals) func refuses(_ refusal: Refusal) async throws {
        try await SandboxServer.running { _, client in
            let reply = try await client.par(refusal.changes)
            #expect(reply.status == 400)
            #expect(reply.error == refusal.error)
            #expect(reply.nonce != nil)
        }
    }

    @Test func acceptsAnyPortForALoopbackRedirectRegisteredWithoutOne() async throws {
        try await SandboxServer.running { _, client in
            let reply = try await client.par(["redirect_uri": "http://127.0.0.1:54321/callback"])
            #expect(reply.status == 201)
        }
    }

    @Test func answersGetWithMethodNotAllowed() async throws {
        try await SandboxServer.running { _, client in
            let reply = try await client.get("/oauth/par")
            #expect(reply.status == 405)
        }
    }

    @Test func acceptsJSONInsteadOfAForm() async throws {
        try await SandboxServer.running { _, client in
            let body = try JSONEncoder().encode(client.parameters)
            let reply = try await client.send(
                .POST, "/oauth/par", headers: [("Content-Type", "application/json")], body: String(decoding: body, as: UTF8.self))
            #expect(reply.status == 201)
        }
    }
}
