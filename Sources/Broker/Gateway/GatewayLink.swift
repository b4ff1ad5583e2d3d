import ATProtoIdentity
import NIOCore

/// The way from the task that answers a request to its connection. Each step ends when the client has taken it, or fails when the
/// client is gone.
struct GatewayLink: Sendable {
    let connection: NIOLoopBound<GatewayConnection>
    let loop: any EventLoop
    let id: UInt64
    let interruption: Interruption

    /// The next part of the request's content; nil at its end.
    func pull() async throws -> ByteBuffer? { try await loop.flatSubmit { [self] in connection.value.pull(id) }.get() }

    /// Sends the head of the answer.
    func begin(_ response: IncomingResponse) async throws {
        try await loop.flatSubmit { [self] in connection.value.begin(response, id) }.get()
    }

    /// Sends a part of the answer's content.
    func write(_ part: ByteBuffer) async throws { try await loop.flatSubmit { [self] in connection.value.write(part, id) }.get() }

    /// Ends the answer.
    func end() async throws { try await loop.flatSubmit { [self] in connection.value.end(id) }.get() }

    /// Answers with an error, or breaks off an answer that has begun.
    func fail(_ refusal: GatewayRefusal) { loop.execute { [self] in connection.value.fail(refusal, id) } }
}
