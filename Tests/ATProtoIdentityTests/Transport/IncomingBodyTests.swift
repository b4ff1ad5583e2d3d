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
}
