import ATProtoIdentity
import ATProtoOAuth
import ATProtoSyntax
import FoundationEssentials
import HTTPTypes
import Sandbox
import Synchronization
import Testing

/// Nonces that servers demand, and change.
@Suite struct NonceTests {
    @Test func `a nonce that has changed costs one more request, and no failure`() async throws {
        let clock = Mutex(Date())
        try await World.run {
            $0.now = { clock.withLock { $0 } }
        } _: { world in
            let runtime = RuntimeImplementation(now: { clock.withLock { $0 } })
            let recorder = RecordingTransport(world.transport)
            let session = try await world.signIn(try world.makeClient(runtime: runtime, transport: recorder))
            _ = try await session.fetchHandler("/xrpc/com.atproto.server.getSession")
            for _ in 0..<3 {
                let before = recorder.requests.count
                #expect(try await session.fetchHandler("/xrpc/com.atproto.server.getSession").status == .ok)
                #expect(recorder.requests.count == before + 1)
                // Ten minutes later no nonce of before is good any more.
                clock.withLock { $0 += 600 }
                #expect(try await session.fetchHandler("/xrpc/com.atproto.server.getSession").status == .ok)
                #expect(recorder.requests.count == before + 3)
            }
        }
    }

    @Test func `clients that share a table save each other the first refusal`() async throws {
        try await World.run { world in
            let servers = ServerTable()
            _ = try await world.signIn(try world.makeClient(servers: servers))
            let before = await world.sandbox.counters().nonceChallenges
            _ = try await world.signIn(try world.makeClient(servers: servers), as: "bob.test")
            #expect(await world.sandbox.counters().nonceChallenges == before)
        }
    }

    @Test func `a server that demands a nonce and never names one is answered once`() async throws {
        try await World.run { world in
            let session = try await world.signIn(try world.makeClient())
            let mute = ChangingTransport(world.transport)
            let recorder = RecordingTransport(mute)
            let sessions = MemorySessionStore()
            let other = try await world.signIn(try world.makeClient(sessions: sessions, transport: recorder), as: "bob.test")
            mute.answer { request in
                guard request.headers[.authorization] != nil else { return nil }
                return IncomingResponse(status: .unauthorized, headers: [.wwwAuthenticate: #"DPoP error="use_dpop_nonce""#])
            }
            let before = recorder.requests.count
            #expect(try await other.fetchHandler("/xrpc/com.atproto.server.getSession").status == .unauthorized)
            #expect(recorder.requests.count == before + 1)
            #expect(try await session.fetchHandler("/xrpc/com.atproto.server.getSession").status == .ok)
        }
    }
}
