import ATProtoIdentity
import ATProtoOAuth
import ATProtoSyntax
import FoundationEssentials
import HTTPTypes
import JOSE
import NIOCore
import Sandbox
import Testing

/// Bodies that are streamed, up and down.
@Suite struct StreamingTests {
    private struct Uploaded: Decodable {
        struct Blob: Decodable {
            struct Link: Decodable {
                let link: String

                private enum CodingKeys: String, CodingKey { case link = "$link" }
            }

            let ref: Link
            let size: Int
        }

        let blob: Blob
    }

    /// `count` parts of 64 KiB, each filled with its number.
    private func parts(_ count: Int) -> some AsyncSequence<ByteBuffer, any Error> & Sendable {
        AsyncThrowingStream { continuation in
            for number in 0..<count { continuation.yield(ByteBuffer(repeating: UInt8(truncatingIfNeeded: number), count: 65536)) }
            continuation.finish()
        }
    }

    @Test func `a body is streamed to the server and back, and only once`() async throws {
        try await World.run { world in
            let recorder = RecordingTransport(world.transport)
            let session = try await world.signIn(try world.makeClient(transport: recorder))
            let sent = recorder.requests.count
            let response = try await session.fetchHandler(
                "/xrpc/com.atproto.repo.uploadBlob", method: .post, headers: [.contentType: "application/octet-stream"],
                body: .stream(parts(32), length: 32 * 65536))
            #expect(response.status == .ok)
            let uploads = recorder.requests[sent...].filter { $0.url.path.hasSuffix("uploadBlob") }
            #expect(uploads.count == 1)

            let uploaded = try JSONDecoder().decode(Uploaded.self, from: Data(try await response.body.collect(upTo: 65536)))
            #expect(uploaded.blob.size == 32 * 65536)
            let download = try await session.fetchHandler(
                "/xrpc/com.atproto.sync.getBlob?did=\(session.did)&cid=\(uploaded.blob.ref.link)",
                limits: TransferLimits(maxBodyBytes: 1 << 22)
            )
            var total = 0
            for try await part in download.body { total += part.readableBytes }
            #expect(total == 32 * 65536)
        }
    }

    @Test func `a nonce is fetched before the first stream, because a stream cannot be sent twice`() async throws {
        try await World.run {
            $0.separateResourceServer = true
        } _: { world in
            let recorder = RecordingTransport(world.transport)
            let session = try await world.signIn(try world.makeClient(transport: recorder))
            let response = try await session.fetchHandler(
                "/xrpc/com.atproto.repo.uploadBlob", method: .post, headers: [.contentType: "application/octet-stream"],
                body: .stream(parts(1), length: nil))
            #expect(response.status == .ok)
            let upload = try #require(recorder.requests.last)
            #expect(upload.url.path.hasSuffix("uploadBlob"))
            #expect(try recorder.proofs.last?.claims.nonce != nil)
        }
    }

    @Test func `a rejected token makes a stream fail once, and the next request succeed`() async throws {
        try await World.run { world in
            // A nonce is known, so that nothing but the stream shows that the token is rejected.
            let (sessions, servers) = (MemorySessionStore(), ServerTable())
            let client = try world.makeClient(sessions: sessions, servers: servers)
            let session = try await world.signIn(client)
            _ = try await session.fetchHandler("/xrpc/com.atproto.server.getSession")
            // Somebody else with the same store rotated, and this client still reads the old session.
            let old = try #require(sessions.session(of: session.did))
            let changing = ChangingTransport(world.transport)
            let stale = try world.makeClient(sessions: sessions, transport: changing, servers: servers)
            changing.answer { request in
                guard request.headers[.authorization]?.hasSuffix(old.tokenSet.accessToken.reveal()) == true else { return nil }
                return IncomingResponse(status: .unauthorized, headers: [.wwwAuthenticate: #"DPoP error="invalid_token""#])
            }
            let upload = try await stale.session(of: session.did).fetchHandler(
                "/xrpc/com.atproto.repo.uploadBlob", method: .post, headers: [.contentType: "application/octet-stream"],
                body: .stream(parts(1), length: 65536))
            #expect(upload.status == .unauthorized)
            #expect(await world.sandbox.counters().totalRotations == 1)
            let next = try await stale.session(of: session.did).fetchHandler("/xrpc/com.atproto.server.getSession")
            #expect(next.status == .ok)
        }
    }
}
