import Foundation
import NIOHTTP1
import Testing

@testable import Sandbox

@Suite struct KnobTests {
    private func patch(_ client: PracticeClient, _ body: String) async throws -> Reply {
        try await client.send(.PATCH, "/_sandbox/knobs", body: body)
    }

    @Test func changesOnlyWhatIsNamed() async throws {
        try await SandboxServer.running { server, client in
            let reply = try await patch(client, #"{"accessTokenLifetime": 1.5, "failures": {"plc": {"status": 503, "count": 1}}}"#)
            #expect(reply.status == 200)
            #expect(reply.json["accessTokenLifetime"] == .number(1.5))
            #expect(reply.json["nonceRotationInterval"] == 60)
            #expect(await server.knobs().failures == ["plc": EndpointFailure(status: 503)])
            #expect(try await client.get("/_sandbox/knobs").json == reply.json)
        }
    }

    @Test(arguments: [
        (#"{"gravity": 9}"#, "gravity"), (#"{"accessTokenLifetime": "long"}"#, "accessTokenLifetime"),
        (#"{"latencyAfterIssue": -1}"#, "latencyAfterIssue"), (#"{"hold": "forever"}"#, "hold"),
    ]) func refusesAKnobItDoesNotHave(body: String, name: String) async throws {
        try await SandboxServer.running { server, client in
            let reply = try await patch(client, body)
            #expect(reply.status == 400)
            #expect(reply.explanation.contains(name))
            #expect(await server.knobs() == SandboxKnobs())
        }
    }

    @Test func dropsTheAnswerAfterTheTokenWasSpent() async throws {
        try await SandboxServer.running { server, client in
            let tokens = try await client.signIn()
            await server.setKnobs { $0.dropTokenResponses = 1 }
            await #expect(throws: (any Error).self) { try await client.refresh(tokens.refresh) }
            #expect(await server.journal().map(\.kind) == [.issued, .rotated, .dropped])
            #expect(try await client.refresh(tokens.refresh).explanation == "Refresh token replayed")
        }
    }

    @Test func refusesRefreshesAndSpendsNothing() async throws {
        try await SandboxServer.running { server, client in
            let tokens = try await client.signIn()
            await server.setKnobs { knobs in
                knobs.refuseRefreshes = 1
                knobs.refusalError = "server_error"
                knobs.refusalStatus = 500
            }
            let refused = try await client.refresh(tokens.refresh)
            #expect(refused.status == 500)
            #expect(refused.error == "server_error")
            #expect(try await client.refresh(tokens.refresh).status == 200)
        }
    }

    @Test func failsAnEndpointAsOrdered() async throws {
        try await SandboxServer.running { server, client in
            await server.setKnobs { $0.failures["/oauth/par"] = EndpointFailure(status: 503, count: 2, retryAfter: 7) }
            for _ in 0..<2 {
                let reply = try await client.par()
                #expect(reply.status == 503)
                #expect(reply.headers.first(name: "Retry-After") == "7")
            }
            #expect(try await client.par().status == 201)
        }
    }

    @Test func holdsTokenRequestsUntilTheyAreReleased() async throws {
        try await SandboxServer.running { server, client in
            let tokens = try await client.signIn()
            await server.setKnobs { $0.hold = .beforeIssue }
            async let reply = client.refresh(tokens.refresh)
            await server.waitForHeldTokenRequests()
            #expect(await server.counters().heldTokenRequests == 1)
            #expect(await server.counters().totalRotations == 0)
            #expect(try await client.call(tokens.access).status == 200)
            await server.setKnobs { $0.hold = .afterIssue }
            await server.waitForHeldTokenRequests()
            #expect(await server.counters().totalRotations == 1)
            #expect(try await client.call(tokens.access).error == "invalid_token")
            await server.setKnobs { $0.hold = .none }
            #expect(try await reply.status == 200)
        }
    }

    @Test func stopsWhileARequestIsHeld() async throws {
        let server = try await SandboxServer.make()
        let client = PracticeClient(server)
        let tokens = try await client.signIn()
        await server.setKnobs { $0.hold = .beforeIssue }
        let held = Task { try await client.refresh(tokens.refresh) }
        await server.waitForHeldTokenRequests()
        await server.stop()
        _ = await held.result
        await #expect(throws: (any Error).self) { try await client.get("/_sandbox/") }
    }

    @Test func rotatesNoncesAndAcceptsThemForTwoIntervals() async throws {
        let clock = StandingClock()
        try await SandboxServer.running({ $0.now = { clock.now } }) { _, client in
            var client = client
            client.clock = clock
            let nonce = try await client.nonce()
            clock.advance(119)
            #expect(try await client.par { $0.nonce = nonce }.status == 201)
            clock.advance(62)
            #expect(try await client.par { $0.nonce = nonce }.error == "use_dpop_nonce")
            #expect(try await client.nonce() != nonce)
        }
    }

    @Test func leavesTheNonceOutAndShiftsTheDate() async throws {
        try await SandboxServer.running { server, client in
            await server.setKnobs { $0.omitNonceHeader = true }
            #expect(try await client.post("/oauth/revoke", [:], proofs: []).nonce == nil)
            await server.setKnobs { $0.dateOffset = -86_400 }
            let date = try await client.get("/_sandbox/").headers.first(name: "Date")
            let day = HTTPDate.format(Date().addingTimeInterval(-86_400)).prefix(16)
            #expect(date?.hasPrefix(day) == true)
        }
    }

    @Test func remembersEverySecretAndTellsTheJournalOnlyHashes() async throws {
        try await SandboxServer.running { server, client in
            let code = try await client.code()
            let tokens = client.tokens(try await client.exchange(code))
            let secrets = Set(await server.issuedSecrets())
            #expect(secrets.isSuperset(of: [code, tokens.access, tokens.refresh, PracticeClient.verifier]))
            #expect(try await client.get("/_sandbox/secrets").json["secrets"]?.strings.map(Set.init) == secrets)
            let journal = try await client.get("/_sandbox/journal")
            #expect(journal.json["events"]?.array?.first?["issuedTokenHash"]?.string?.utf8.count == 16)
            #expect(secrets.allSatisfy { !journal.body.contains($0) })
        }
    }

    @Test func endsSessionsAsAUserWould() async throws {
        try await SandboxServer.running { server, client in
            let tokens = try await client.signIn()
            let did = try #require(server.did(of: "alice.test"))
            let reply = try await client.send(.POST, "/_sandbox/end-sessions", body: #"{"did": "\#(did)"}"#)
            #expect(reply.json["ended"] == 1)
            #expect(try await client.call(tokens.access).error == "invalid_token")
        }
    }

    @Test func addsAccountsAndClientsOverHTTP() async throws {
        try await SandboxServer.running { server, client in
            let added = try await client.send(.POST, "/_sandbox/accounts", body: #"{"handle": "erin.test", "password": "x"}"#)
            #expect(added.status == 201)
            #expect(added.json["did"]?.string == server.did(of: "erin.test"))
            #expect(try await client.send(.POST, "/_sandbox/accounts", body: #"{"handle": "erin.test"}"#).status == 400)
            let refused = try await client.send(.POST, "/_sandbox/clients", body: #"{"client_id": "https://x.example.com/c.json"}"#)
            #expect(refused.status == 400)
            #expect(refused.explanation.contains("dpop_bound_access_tokens"))
            #expect(try await client.get("/_sandbox/counters").json["requests"]?["/_sandbox/accounts"] == 2)
        }
    }

    @Test func obeysNoWebPage() async throws {
        try await SandboxServer.running { _, client in
            let reply = try await client.get("/_sandbox/secrets", headers: [("Sec-Fetch-Site", "cross-site")])
            #expect(reply.status == 403)
        }
    }
}
