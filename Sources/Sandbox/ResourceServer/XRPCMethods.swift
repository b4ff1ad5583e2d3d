import HTTPTypes

/// The methods there are, by NSID.
enum XRPCMethods {
    static let table: [String: XRPCMethod] = [
        "app.bsky.actor.getProfile": .authenticated(.get, Profiles.get),
        "com.atproto.identity.resolveHandle": .open(.get, HandleResolver.resolve),
        "com.atproto.repo.createRecord": .authenticated(.post, RecordWriting.create),
        "com.atproto.repo.deleteRecord": .authenticated(.post, RecordWriting.delete),
        "com.atproto.repo.describeRepo": .open(.get, RecordReading.describe),
        "com.atproto.repo.getRecord": .open(.get, RecordReading.get),
        "com.atproto.repo.listRecords": .open(.get, RecordReading.list),
        "com.atproto.repo.putRecord": .authenticated(.post, RecordWriting.put),
        "com.atproto.repo.uploadBlob": .authenticated(.post, Blobs.upload),
        "com.atproto.server.describeServer": .open(.get, ServerSession.describe),
        "com.atproto.server.getSession": .authenticated(.get, ServerSession.get),
        "com.atproto.sync.getBlob": .open(.get, Blobs.get),
    ]

    static func answer(_ exchange: Exchange, _ world: World) async throws -> Answer {
        guard let method = table[String(exchange.path.dropFirst("/xrpc/".count))] else {
            throw XRPCError("MethodNotImplemented", "Method Not Implemented", status: .notImplemented)
        }
        guard method.verb == exchange.method else {
            throw XRPCError(
                "InvalidRequest", "Incorrect HTTP method (\(exchange.method)) expected \(method.verb)", status: .methodNotAllowed)
        }
        return try await method.run(exchange, world)
    }
}
