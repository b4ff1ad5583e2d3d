import ATProtoIdentity
import BrokerAPI
import NIOCore

/// The bodies of `session.fetch` in memory, of which a user may have so many bytes, however many calls and connections they are for.
struct BodyMemory: Sendable {
    private let census: Census
    private let limit: Int

    /// - Parameter limit: the most bytes of one user.
    init(limit: Int) {
        self.limit = limit
        census = Census(perUser: limit)
    }

    /// Counts `count` bytes in until the call's answer is gone.
    /// - Throws: `RPCError` `rate_limited` if the user would hold too many.
    func hold(_ count: Int, _ context: CallContext) throws(RPCError) {
        let (census, uid) = (census, context.caller.uid)
        guard census.enter(uid, count) else {
            throw RPCError(
                .rateLimited,
                "the bodies of your session.fetch calls would take more than \(limit) bytes (server.fetch_memory): "
                    + "read the answers that wait for you, or make fewer calls at once",
                details: ["retryAfterMs": 1000, "limit": .int(Int64(limit))])
        }
        context.debts.add { census.leave(uid, count) }
    }

    /// Reads a body into memory, counting its parts in as they come.
    /// - Throws: `TransportError` `bodyTooLarge` beyond `most` bytes, or what stopped the transfer; `RPCError` as ``hold(_:_:)``.
    func collect(_ body: IncomingBody, upTo most: Int, _ context: CallContext) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await part in body {
            guard bytes.count + part.readableBytes <= most else {
                throw TransportError(.bodyTooLarge, "the response is larger than \(most) bytes (server.body_bytes)")
            }
            try hold(part.readableBytes, context)
            bytes.append(contentsOf: part.readableBytesView)
        }
        return bytes
    }
}
