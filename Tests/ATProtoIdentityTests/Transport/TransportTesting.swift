import ATProtoIdentity
import ATProtoSyntax

/// A suite that sends requests to servers on loopback.
protocol TransportTesting {}

extension TransportTesting {
    var ok: String { "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Y: z\r\n\r\nhi" }

    func send(
        _ text: String, _ request: (inout OutgoingRequest) -> Void = { _ in }, through transport: HardenedTransport
    ) async throws -> Result<IncomingResponse, TransportError> {
        var outgoing = OutgoingRequest(url: try HTTPURL(text))
        request(&outgoing)
        let result: Result<IncomingResponse, TransportError>
        do {
            result = .success(try await transport.send(outgoing))
        } catch {
            result = .failure(error)
        }
        return result
    }

    func code(_ result: Result<IncomingResponse, TransportError>) -> TransportError.Code? {
        if case .failure(let error) = result { error.code } else { nil }
    }

    func withServer(
        tls: Bool = false, transport: HardenedTransport? = nil, _ reply: @escaping @Sendable (String) -> LoopbackServer.Reply,
        _ test: (LoopbackServer, HardenedTransport) async throws -> Void
    ) async throws {
        let server = try await LoopbackServer.make(tls: tls, reply)
        let transport = try transport ?? HardenedTransport.make()
        try await test(server, transport)
        try await transport.shutdown()
        try await server.stop()
    }
}
