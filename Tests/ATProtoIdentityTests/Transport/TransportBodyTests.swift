import ATProtoIdentity
import ATProtoSyntax
import HTTPTypes
import NIOCore
import Testing

/// §8.7 to §8.9: how much may come, how fast, and in which form.
struct TransportBodyTests: TransportTesting {
    @Test func `ends an endless body at the limit`() async throws {
        try await withServer({ _ in .flood(head: "HTTP/1.1 200 OK\r\n\r\n", part: 65_536) }) { server, transport in
            let response = try await send("http://127.0.0.1:\(server.port)/", { $0.limits.maxBodyBytes = 1 << 20 }, through: transport)
                .get()
            let error = await #expect(throws: TransportError.self) { try await response.body.collect(upTo: 1 << 30) }
            #expect(error?.code == .bodyTooLarge)
        }
    }

    @Test func `does not begin a body of a gibibyte`() async throws {
        try await withServer({ _ in .send("HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\nxxx") }) { server, transport in
            let result = try await send("http://127.0.0.1:\(server.port)/", through: transport)
            #expect(code(result) == .bodyTooLarge)
            let head = try await send("http://127.0.0.1:\(server.port)/", { $0.method = .head }, through: transport)
            #expect(try head.get().status == .ok)
        }
    }

    @Test func `reads at the pace of the reader`() async throws {
        try await withServer({ _ in .flood(head: "HTTP/1.1 200 OK\r\n\r\n", part: 65_536) }) { server, transport in
            let response = try await send("http://127.0.0.1:\(server.port)/", { $0.limits.maxBodyBytes = .max }, through: transport).get()
            var iterator = response.body.makeAsyncIterator()
            var read = 0
            while read < 8 << 20 { read += try await #require(iterator.next()).readableBytes }
            // What is under way fits into the buffers of two sockets.
            #expect(server.flooded - read < 32 << 20)
        }
    }

    @Test(arguments: [
        (50_000, TransportError.Code.headersTooLarge), (200_000, .headersTooLarge),
    ])
    func `refuses a response of large header fields`(_ size: Int, _ expected: TransportError.Code) async throws {
        let head = "HTTP/1.1 200 OK\r\nX-Large: " + String(repeating: "x", count: size) + "\r\nContent-Length: 0\r\n\r\n"
        try await withServer({ _ in .close(head) }) { server, transport in
            let result = try await send("http://127.0.0.1:\(server.port)/", through: transport)
            #expect(code(result) == expected)
        }
    }

    @Test(arguments: [(Int?.none, "transfer-encoding: chunked"), (6, "content-length: 6")])
    func `streams a request`(_ length: Int?, _ header: String) async throws {
        try await withServer({ [ok] _ in .send(ok) }) { server, transport in
            let parts = AsyncThrowingStream<ByteBuffer, any Error> {
                $0.yield(ByteBuffer(string: "abc"))
                $0.yield(ByteBuffer(string: "def"))
                $0.finish()
            }
            let response = try await send(
                "http://127.0.0.1:\(server.port)/",
                {
                    $0.method = .post
                    $0.body = .stream(parts, length: length)
                }, through: transport
            ).get()
            _ = try await response.body.collect(upTo: 10)
            while !server.transcript.contains("def") { await Task.yield() }
            #expect(server.transcript.lowercased().contains(header))
        }
    }

    @Test func `an upload that stalls ends at the deadline`() async throws {  // §8.7
        try await withServer({ [ok] _ in .send(ok) }) { server, transport in
            let (parts, source) = AsyncThrowingStream.makeStream(of: ByteBuffer.self)
            source.yield(ByteBuffer(string: "abc"))
            let result = try await send(
                "http://127.0.0.1:\(server.port)/",
                {
                    $0.method = .post
                    $0.body = .stream(parts, length: nil)
                    $0.limits.deadline = .milliseconds(150)
                }, through: transport)
            #expect(code(result) == .timeout)
            source.finish()
        }
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\nX-Trailer: a\r\n\r\n",
        "HTTP/1.0 200 OK\r\n\r\nabcdefg", "HTTP/1.0 200 OK\r\nContent-Length: 7\r\n\r\nabcdefg",
        "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nabcdefg",
    ])
    func `every framing brings the same content, under the same limit`(answer: String) async throws {  // §8.8, §8.9
        try await withServer({ _ in .close(answer) }) { server, transport in
            let url = "http://127.0.0.1:\(server.port)/"
            let response = try await send(url, through: transport).get()
            #expect(try await response.body.collect(upTo: 100) == Array("abcdefg".utf8))
            let error: TransportError?
            switch try await send(url, { $0.limits.maxBodyBytes = 6 }, through: transport) {
            case .failure(let refused): error = refused
            case .success(let response): error = await #expect(throws: TransportError.self) { try await response.body.collect(upTo: 100) }
            }
            #expect(error?.code == .bodyTooLarge)
            #expect(error?.wasAnswered == true)
        }
    }

    @Test func `a chunk that is none breaks the answer off`() async throws {  // §8.8
        let answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nzz\r\n"
        try await withServer({ _ in .close(answer) }) { server, transport in
            let response = try await send("http://127.0.0.1:\(server.port)/", through: transport).get()
            let error = await #expect(throws: TransportError.self) { try await response.body.collect(upTo: 100) }
            #expect(error?.mayHaveLeft == true)
            #expect(error?.wasAnswered == true)
        }
    }

    /// Packs whatever it may, as many servers do.
    private func packing(_ request: String) -> LoopbackServer.Reply {
        request.lowercased().contains("accept-encoding: identity")
            ? .send(ok) : .send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nzip")
    }

    @Test func `asks for content that is not packed, unless the caller can unpack`() async throws {  // §8.15
        try await withServer({ packing($0) }) { server, transport in
            let url = "http://127.0.0.1:\(server.port)/"
            let plain = try await send(url, through: transport).get()
            #expect(plain.headers[.contentEncoding] == nil)
            #expect(try await plain.body.collect(upTo: 10) == Array("hi".utf8))
            let packed = try await send(url, { $0.headers[.acceptEncoding] = "gzip" }, through: transport).get()
            #expect(packed.headers[.contentEncoding] == "gzip")
            #expect(try await packed.body.collect(upTo: 10) == Array("zip".utf8))
        }
    }
}
