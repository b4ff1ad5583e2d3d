import HTTPTypes

/// `com.atproto.repo.uploadBlob` and `com.atproto.sync.getBlob`.
enum Blobs {
    @Sendable static func upload(_ exchange: Exchange, _ world: World, _ caller: Caller) async throws -> Answer {
        let type = exchange.headers[.contentType].map { String($0.prefix { $0 != ";" }) } ?? "application/octet-stream"
        try caller.permissions.requireBlob(type)
        let bytes = try await exchange.collect(upTo: world.configuration.maximumBlobSize)
        let blob = StoredBlob(cid: ContentID.ofBlob(bytes), type: type, bytes: bytes)
        guard world.repositories.keep(blob, caller.account.did) else {
            throw XRPCError("BlobStoreFull", "The sandbox keeps no more blobs", status: .init(code: 507))
        }
        return .json(["blob": blob.reference])
    }

    @Sendable static func get(_ exchange: Exchange, _ world: World) throws -> Answer {
        let did = try RecordReading.required("did", exchange)
        let cid = try RecordReading.required("cid", exchange)
        guard let blob = world.repositories.blob(did, cid) else { throw XRPCError("BlobNotFound", "Blob not found") }
        var answer = Answer(contentType: blob.type, body: blob.bytes)
        // What one user uploaded must not run in the browser of another.
        answer.headers[.contentSecurityPolicy] = "default-src 'none'; sandbox"
        answer.headers[.xContentTypeOptions] = "nosniff"
        return answer
    }
}
