import AsyncHTTPClient
import NIOCore

/// Pulls a response's body under its limits.
///
/// An actor because the deadline's timer and the read run beside each other while the iterator must stay in one place.
actor ResponseReader {
    private var parts: HTTPClientResponse.Body.AsyncIterator
    private let limits: TransferLimits
    private let deadline: ContinuousClock.Instant
    private var received = 0

    init(_ body: HTTPClientResponse.Body, limits: TransferLimits, deadline: ContinuousClock.Instant) {
        parts = body.makeAsyncIterator()
        self.limits = limits
        self.deadline = deadline
    }

    /// The next part, within what is left of the time and the size.
    func next() async throws -> ByteBuffer? {
        let limit = min(deadline, .now + limits.idle)
        guard let part = try await read(until: limit) else { return nil }
        received += part.readableBytes
        guard received <= limits.maxBodyBytes else {
            throw TransportError(.bodyTooLarge, "the response is larger than \(limits.maxBodyBytes) bytes")
        }
        return part
    }

    /// A server may stall at any byte, so every read races the clock; losing cancels it, which closes the connection.
    private func read(until limit: ContinuousClock.Instant) async throws -> ByteBuffer? {
        try await withThrowingTaskGroup(of: ByteBuffer?.self) { group in
            group.addTask { try await self.pull() }
            group.addTask {
                try await Task.sleep(until: limit, clock: .continuous)
                throw TransportError(.timeout, "the response's body did not arrive in time")
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }

    private func pull() async throws -> ByteBuffer? {
        var iterator = parts
        defer { parts = iterator }
        do {
            return try await iterator.next(isolation: self)
        } catch {
            throw TransportError(http: error)
        }
    }
}

/// The body of a response as a sequence with one reader.
struct LimitedBody: AsyncSequence, Sendable {
    let reader: ResponseReader

    func makeAsyncIterator() -> Iterator { Iterator(reader: reader) }

    struct Iterator: AsyncIteratorProtocol {
        let reader: ResponseReader

        func next() async throws -> ByteBuffer? { try await reader.next() }
    }
}
