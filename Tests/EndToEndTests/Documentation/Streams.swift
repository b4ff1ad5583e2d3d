import ATProtoIdentity
import ATProtoOAuth
import FoundationEssentials
import HTTPTypes
import NIOCore

// The code of the article StreamingUploads.md, which the compiler thus sees.

enum Streams {
    static func upload(
        _ chunks: some AsyncSequence<ByteBuffer, any Error> & Sendable, size: Int?, to session: OAuthSession
    ) async throws -> IncomingResponse {
        // snippet: upload
        let response = try await session.fetchHandler(
            "/xrpc/com.atproto.repo.uploadBlob", method: .post,
            headers: [.contentType: "video/mp4"],
            body: .stream(chunks, length: size),
            limits: TransferLimits(deadline: .seconds(600)))
        // snippet end
        return response
    }

    static func download(_ cid: String, of session: OAuthSession, _ write: (ByteBuffer) async throws -> Void) async throws {
        // snippet: download
        let response = try await session.fetchHandler(
            "/xrpc/com.atproto.sync.getBlob?did=\(session.did)&cid=\(cid)",
            limits: TransferLimits(deadline: .seconds(600), maxBodyBytes: 1 << 30))
        for try await part in response.body {
            try await write(part)
        }
        // snippet end
    }
}
