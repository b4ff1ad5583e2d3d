import ATProtoIdentity
import ATProtoSyntax
import HTTPTypes
import Testing

/// §8.16: connections are kept and used again, and a server may close one at the very moment a request is written to it.
struct KeptConnectionTests: TransportTesting {
    @Test func `a connection is used again`() async throws {
        try await withServer({ [ok] _ in .send(ok) }) { server, transport in
            for _ in 0..<3 {
                let response = try await send("http://127.0.0.1:\(server.port)/", through: transport).get()
                _ = try await response.body.collect(upTo: 10)
            }
            #expect(server.connections == 1)
        }
    }

    @Test func `what was written to a connection that the server closes may have arrived, and is not sent again`() async throws {
        try await withServer({ [ok] in $0.hasPrefix("POST") ? .close("") : .send(ok) }) { server, transport in
            let url = "http://127.0.0.1:\(server.port)/"
            _ = try await send(url, through: transport).get().body.collect(upTo: 10)
            let result = try await send(
                url,
                {
                    $0.method = .post
                    $0.body = .bytes(Array("refresh_token=x".utf8))
                }, through: transport)
            guard case .failure(let error) = result else {
                Issue.record("there is no answer to this")
                return
            }
            #expect(error.code == .connection)
            #expect(error.mayHaveLeft)
            #expect(!error.wasAnswered)
            #expect(server.transcript.split(separator: "POST / ").count == 2)
            #expect(server.connections == 1)
            // The next request has a connection of its own.
            #expect(try await send(url, through: transport).get().status == .ok)
            #expect(server.connections == 2)
        }
    }
}
