import ATProtoIdentity
import ATProtoOAuth
import ATProtoSyntax
import HTTPTypes
import Sandbox
import Testing

/// An account whose resource server is not its authorization server.
@Suite struct SeparateServersTests {
    @Test func `requests go to the resource server, tokens come from the other`() async throws {
        try await World.run {
            $0.separateResourceServer = true
        } _: { world in
            let recorder = RecordingTransport(world.transport)
            let client = try world.makeClient(transport: recorder)
            let session = try await world.signIn(client)
            let info = try await session.getTokenInfo()
            #expect(info.aud.origin == world.sandbox.resourceOrigin)
            #expect(info.iss.description == world.sandbox.origin)
            #expect(try await session.fetchHandler("/xrpc/com.atproto.server.getSession").status == .ok)
            #expect(
                try await client.restore(session.did, refresh: .always).fetchHandler("/xrpc/com.atproto.server.getSession").status == .ok)
            // The token is shown to the resource server alone.
            let shown = Set(recorder.requests.filter { $0.headers[.authorization] != nil }.map(\.url.origin))
            #expect(shown == [world.sandbox.resourceOrigin])
        }
    }

    @Test func `never lets the tokens go to another host`() async throws {
        try await World.run {
            $0.separateResourceServer = true
        } _: { world in
            let session = try await world.signIn(try world.makeClient())
            for path in [world.sandbox.origin + "/xrpc/a.b.c", "//127.0.0.1/xrpc/a.b.c", "xrpc/a.b.c", ""] {
                await #expect(throws: InvalidOptionError.self) { try await session.fetchHandler(path) }
            }
            let elsewhere = try HTTPURL(world.sandbox.origin + "/xrpc/a.b.c")
            await #expect(throws: InvalidOptionError.self) { try await session.signRequest(method: .get, url: elsewhere) }
            let signed = try await session.signRequest(method: .get, url: elsewhere, foreignOrigins: [world.sandbox.origin])
            #expect(signed.authorization.hasPrefix("DPoP "))
        }
    }

    @Test func `each server has nonces of its own`() async throws {
        try await World.run {
            $0.separateResourceServer = true
        } _: { world in
            let recorder = RecordingTransport(world.transport)
            let session = try await world.signIn(try world.makeClient(transport: recorder))
            _ = try await session.fetchHandler("/xrpc/com.atproto.server.getSession")
            let resource = try recorder.proofs.filter { $0.claims.htu.hasPrefix(world.sandbox.resourceOrigin) }
            #expect(resource.first?.claims.nonce == nil)
            #expect(resource.count == 2)
            #expect(resource.allSatisfy { $0.claims.ath != nil })
        }
    }
}
