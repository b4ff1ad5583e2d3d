public import NIOCore

/// The content of a response, pulled part by part; the peer is slowed down to the reader's pace.
public struct IncomingBody: AsyncSequence, Sendable {
    private let parts: any AsyncSequence<ByteBuffer, any Error> & Sendable

    /// Content already in memory.
    public init(_ bytes: [UInt8]) {
        self.init(
            AsyncThrowingStream { continuation in
                if !bytes.isEmpty { continuation.yield(ByteBuffer(bytes: bytes)) }
                continuation.finish()
            })
    }

    /// Content from a sequence of parts; an error that is not a ``TransportError`` is passed on as a broken connection.
    public init(_ parts: some AsyncSequence<ByteBuffer, any Error> & Sendable) {
        self.parts = parts
    }

    /// Reads the rest into memory.
    ///
    /// - Throws: ``TransportError`` `bodyTooLarge` beyond `limit` bytes, or what stopped the transfer.
    public func collect(upTo limit: Int) async throws(TransportError) -> [UInt8] {
        var bytes: [UInt8] = []
        var iterator = makeAsyncIterator()
        while let part = try await iterator.next() {
            guard bytes.count + part.readableBytes <= limit else {
                throw TransportError(.bodyTooLarge, "the response is larger than \(limit) bytes")
            }
            bytes.append(contentsOf: part.readableBytesView)
        }
        return bytes
    }

    /// Starts reading; only one reader may.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(parts: parts.makeAsyncIterator()) }

    /// Yields the parts in order.
    public struct AsyncIterator: AsyncIteratorProtocol {
        var parts: any AsyncIteratorProtocol<ByteBuffer, any Error>

        /// The next part, or `nil` at the end.
        ///
        /// - Throws: ``TransportError`` if the transfer failed or hit a limit.
        public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws(TransportError) -> ByteBuffer? {
            do {
                return try await parts.next(isolation: actor)
            } catch {
                throw TransportError(wrapping: error).afterHead
            }
        }
    }
}
