import NIOCore

/// The content of a request that is too long to be kept: what was read of it, then the rest as the account's server takes it.
struct RequestContent: AsyncSequence, Sendable {
    let link: GatewayLink
    var beginning: [ByteBuffer] = []

    func makeAsyncIterator() -> Iterator { Iterator(link: link, beginning: beginning[...]) }

    struct Iterator: AsyncIteratorProtocol {
        let link: GatewayLink
        var beginning: ArraySlice<ByteBuffer>

        mutating func next() async throws -> ByteBuffer? {
            if let part = beginning.popFirst() { return part }
            return try await link.pull()
        }
    }
}
