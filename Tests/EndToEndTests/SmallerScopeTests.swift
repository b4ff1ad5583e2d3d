import ATProtoOAuth
import ATProtoSyntax
import BrokerAPI
import FoundationEssentials
import Sandbox
import Testing

/// A refresh that grants less than the one before.
@Suite struct SmallerScopeTests {
    @Test func `is told as an event with what was lost, and known of the token`() async throws {
        try await World.run { world in
            let journal = Journal<[String]>()
            let client = try world.makeClient(onEvent: { event in
                if case .narrowed(_, let lost) = event { journal.write(lost) }
            })
            let session = try await world.signIn(client)
            await world.sandbox.setKnobs { $0.withheldScopes = ["transition:generic"] }
            for _ in 0..<2 { _ = try await client.restore(session.did, refresh: .always) }
            #expect(journal.entries == [["transition:generic"]])
            let info = try await session.getTokenInfo(.never)
            #expect(info.scope == "atproto")
            #expect(info.withheldScope == ["transition:generic"])
        }
    }

    @Test func `is logged by the daemon, whose subscribers hear of one update`() async throws {
        try await BrokerWorld.run { world in
            let account = try await world.signIn().account
            let wire = try Wire(world.socketPath)
            func call(_ method: String, _ params: String) async throws -> JSONValue {
                let line = try await wire.exchange(#"{"jsonrpc":"2.0","id":1,"method":"\#(method)","params":\#(params)}"#)
                return try JSONValue(parsing: Array(line.utf8))
            }
            _ = try await call("events.subscribe", "{}")
            await world.sandbox.setKnobs { $0.withheldScopes = ["transition:generic"] }
            _ = try await call("session.restore", #"{"account":"\#(account)","refresh":true}"#)
            let info = try await call("session.tokenInfo", #"{"account":"\#(account)"}"#)
            #expect(info["result"]?["scope"]?.stringValue == "atproto")
            let lines = world.log.text.split(separator: "\n").filter { $0.contains("a refresh brought less") }
            #expect(lines.count == 1)
            #expect(lines.first?.contains("transition:generic") == true)
            let told = String(decoding: wire.transcript, as: UTF8.self).split(separator: "\n").filter { $0.contains("events.session") }
            #expect(told.count == 1)
        }
    }
}
