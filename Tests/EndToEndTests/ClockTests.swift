import ATProtoIdentity
import ATProtoOAuth
import ATProtoSyntax
import FoundationEssentials
import HTTPTypes
import Sandbox
import Testing

/// Clocks that disagree. The sandbox takes proofs that are up to 190 seconds old, and assertions that are up to 60.
@Suite struct ClockTests {
    @Test(arguments: [-3600.0, 3600, -120, 120])
    func `a client whose clock is wrong signs in, refreshes and makes requests`(offset: TimeInterval) async throws {
        try await World.run { world in
            let runtime = RuntimeImplementation(now: { Date() + offset })
            let session = try await world.signIn(try world.makeClient(runtime: runtime))
            _ = try await session.getTokenInfo(.always)
            #expect(try await session.fetchHandler("/xrpc/com.atproto.server.getSession").status == .ok)
            #expect(await world.sandbox.counters().proofsRefused == 0)
        }
    }

    @Test func `the server's clock is learned before the first proof is made`() async throws {
        try await World.run {
            $0.knobs.dateOffset = -100
        } _: { world in
            let servers = ServerTable()
            let recorder = RecordingTransport(world.transport)
            let client = try world.makeClient(transport: recorder, servers: servers)
            _ = try await client.authorize("alice.test")
            let offset = servers.clockOffset(of: try HTTPURL(world.sandbox.origin))
            #expect((-103 ... -97).contains(offset))
            let first = try #require(try recorder.proofs.first)
            #expect(first.claims.iat < Date().timeIntervalSince1970 - 95)
        }
    }

    @Test func `the date of an answer out of a cache is not believed`() async throws {
        try await World.run { world in
            let servers = ServerTable()
            let base = world.transport
            let aged = ChangingTransport(base)
            let client = try world.makeClient(transport: aged, servers: servers)
            aged.answer { request in
                guard request.url.path == "/.well-known/oauth-protected-resource" else { return nil }
                let body = #"{"resource":"\#(request.url.origin)","authorization_servers":["\#(request.url.origin)"]}"#
                return IncomingResponse(
                    status: .ok,
                    headers: [.contentType: "application/json", .date: "Sun, 06 Nov 1994 08:49:37 GMT", .age: "86400"],
                    body: IncomingBody(Array(body.utf8)))
            }
            _ = try await world.signIn(client)
            #expect(servers.clockOffset(of: try HTTPURL(world.sandbox.origin)) == 0)
        }
    }
}
