import ATProtoIdentity
import NIOCore
import Testing

struct IncomingBodyTests {
    @Test func `collects content up to the limit`() async throws {
        #expect(try await IncomingBody([1, 2, 3]).collect(upTo: 3) == [1, 2, 3])
        #expect(try await IncomingBody([]).collect(upTo: 0) == [])
    }

    @Test func `refuses content beyond the limit`() async {
        let error = await #expect(throws: TransportError.self) { try await IncomingBody([1, 2, 3]).collect(upTo: 2) }
        #expect(error?.code == .bodyTooLarge)
    }

    @Test func `an error of the source is a broken connection, unless it says what it is`() async {
        struct Failure: Error {}
        for (error, code) in [
            (Failure() as any Error, TransportError.Code.connection), (CancellationError(), .cancelled),
            (TransportError(.timeout, ""), .timeout),
        ] {
            let body = IncomingBody(AsyncThrowingStream<ByteBuffer, any Error> { $0.finish(throwing: error) })
            let thrown = await #expect(throws: TransportError.self) { try await body.collect(upTo: 1) }
            #expect(thrown?.code == code)
        }
    }

    @Test func `only content in memory can be sent again`() {
        #expect(OutgoingBody.none.isRepeatable)
        #expect(OutgoingBody.bytes([1]).isRepeatable)
        #expect(!OutgoingBody.stream(AsyncThrowingStream<ByteBuffer, any Error> { $0.finish() }, length: nil).isRepeatable)
    }
}
