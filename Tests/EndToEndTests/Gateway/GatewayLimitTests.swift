import ATProtoIdentity
import HTTPTypes
import NIOCore
import Testing

/// Limits of time and size, as clients of the gateway meet them.
@Suite(.timeLimit(.minutes(1))) struct GatewayLimitTests {
    @Test func `a head that is too large or too slow is refused, a silent connection ends`() async throws {
        let configuration = "[gateway]\nheader_bytes = 4096\nhead_time = \"300ms\"\nidle = \"400ms\""
        try await GatewayWorld.run(configuration: configuration) { world in
            let large = try await world.connect().get(GatewayWorld.session, "X-Large: " + String(repeating: "x", count: 5000))
            #expect((large.status, large.error) == (431, "RequestHeaderFieldsTooLarge"))
            let many = try await world.connect().exchange(
                "GET \(GatewayWorld.session) HTTP/1.1\r\nHost: localhost\r\n" + (0..<600).map { "X-\($0): \($0)\r\n" }.joined() + "\r\n")
            #expect(many.status == 431)
            let long = try await world.connect().get(GatewayWorld.session + "?" + String(repeating: "x", count: 5000))
            #expect(long.status == 431)

            let slow = try world.connect()
            try slow.send("GET /xrpc/")
            let late = try await slow.answer()
            #expect((late.status, late.headers["connection"]) == (408, "close"))
            let silent = try world.connect()
            #expect(try await silent.get(GatewayWorld.session).status == 200)
            #expect(try await silent.rest().isEmpty)
            #expect(try await world.connect().rest().isEmpty)
        }
    }

    @Test func `nobody waits for ever, neither the client for the server nor the server for the client`() async throws {
        try await GatewayWorld.run(configuration: "[gateway]\nstall = \"300ms\"") { world in
            world.upstream.play { _ in
                try await Task.sleep(for: .seconds(3600))
                return nil
            }
            let wire = try world.connect()
            let late = try await wire.get(GatewayWorld.session)
            #expect((late.status, late.error) == (504, "UpstreamTimeout"))
            world.upstream.play(nil)
            #expect(try await wire.get(GatewayWorld.session).status == 200)
            let half = try await wire.exchange("POST /xrpc/a.b.c HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nhalf")
            #expect((half.status, half.headers["connection"]) == (408, "close"))
            // Nor does the daemon wait for a client that does not read.
            world.upstream.play { _ in
                IncomingResponse(
                    status: .ok, body: IncomingBody(AsyncThrowingStream<ByteBuffer, any Error> { ByteBuffer(repeating: 7, count: 65_536) }))
            }
            let deaf = try world.connect()
            try deaf.send("GET \(GatewayWorld.session) HTTP/1.1\r\nHost: localhost\r\n\r\n")
            await world.ended("cancelled")
            let heard = try await deaf.rest()
            #expect(heard.count < 1 << 20)
        }
    }

    @Test func `what is not finished in time when the daemon stops is told so`() async throws {
        try await GatewayWorld.run(configuration: "[server]\ngrace = \"200ms\"") { world in
            let (events, event) = AsyncStream<String>.makeStream()
            var happened = events.makeAsyncIterator()
            world.upstream.play { _ in
                event.yield("came")
                try await Task.sleep(for: .seconds(3600))
                return nil
            }
            let wire = try world.connect()
            try wire.send("GET \(GatewayWorld.session) HTTP/1.1\r\nHost: localhost\r\n\r\n")
            #expect(await happened.next() == "came")
            async let stop: Void = world.broker.stop()
            let answer = try await wire.answer()
            #expect((answer.status, answer.error) == (503, "NotEnoughResources"))
            #expect(answer.headers["retry-after"] == "1")
            await stop
        }
    }
}
