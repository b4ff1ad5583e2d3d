import ATProtoIdentity
import BrokerAPI
import HTTPTypes
import NIOCore
import Sandbox
import Testing

/// What goes wrong behind the gateway, as its clients see it.
@Suite(.timeLimit(.minutes(1))) struct GatewayFailureTests {
    @Test func `a server that cannot be reached, is too slow or breaks off is told apart`() async throws {
        try await GatewayWorld.run { world in
            let wire = try world.connect()
            world.upstream.play { _ in throw TransportError(.unreachable, "no connection in time") }
            let unreachable = try await wire.get(GatewayWorld.session)
            #expect((unreachable.status, unreachable.error) == (502, "UpstreamFailure"))
            world.upstream.play { _ in throw TransportError(.timeout, "no answer in time") }
            let slow = try await wire.get(GatewayWorld.session)
            #expect((slow.status, slow.error) == (504, "UpstreamTimeout"))
            world.upstream.play { _ in
                IncomingResponse(
                    status: .ok, headers: [.contentType: "text/plain"],
                    body: IncomingBody(
                        AsyncThrowingStream { continuation in
                            continuation.yield(.init(string: "half"))
                            continuation.finish(throwing: TransportError(.connection, "broken"))
                        }))
            }
            try wire.send("GET \(GatewayWorld.session) HTTP/1.1\r\nHost: localhost\r\n\r\n")
            // An end without the last chunk is none.
            let broken = String(decoding: try await wire.rest(), as: UTF8.self)
            #expect(broken.hasSuffix("4\r\nhalf\r\n"), "\(broken)")
        }
    }

    @Test func `a refresh that fails for now is told with when to come back, and the session lives`() async throws {
        try await GatewayWorld.run { world in
            _ = try await world.connect().get(GatewayWorld.session)
            try world.rejectCurrentToken()
            await world.broker.sandbox.setKnobs { $0.failures["/oauth/token"] = EndpointFailure(status: 503, count: 1) }
            let refused = try await world.connect().get(GatewayWorld.session)
            #expect((refused.status, refused.error) == (503, "NotEnoughResources"))
            #expect(refused.headers["retry-after"] == "1")
            #expect(try await world.connect().get(GatewayWorld.session).status == 200)
        }
    }

    @Test func `a stream whose token is refused is not sent again, and its client may`() async throws {
        try await GatewayWorld.run(configuration: "[gateway]\nretry_body_bytes = 0") { world in
            _ = try await world.connect().get(GatewayWorld.session)
            try world.rejectCurrentToken()
            let upload =
                "POST /xrpc/com.atproto.repo.uploadBlob HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
                + "Content-Length: 5\r\n\r\nHello"
            let refused = try await world.connect().exchange(upload)
            #expect((refused.status, refused.headers["retry-after"]) == (503, "1"))
            #expect(refused.headers["www-authenticate"] == nil)
            #expect(try await world.connect().exchange(upload).status == 200)
            #expect(await world.broker.sandbox.counters().totalRotations == 1)
        }
    }

    @Test func `content that is too large is refused, and none of it is sent`() async throws {
        try await GatewayWorld.run(configuration: "[gateway]\nbody_bytes = 5000\nretry_body_bytes = 1000") { world in
            let head = "POST /xrpc/com.atproto.repo.uploadBlob HTTP/1.1\r\nHost: localhost\r\n"
            let announced = try await world.connect().exchange("\(head)Content-Length: 5001\r\nExpect: 100-continue\r\n\r\n")
            #expect((announced.status, announced.error) == (413, "PayloadTooLarge"))
            #expect(announced.headers["connection"] == "close")
            #expect(world.upstream.requests.isEmpty)
            // In chunks, the server has seen a part of it by then, and no end.
            let chunk = "1000\r\n" + String(repeating: "x", count: 4096) + "\r\n"
            let wire = try world.connect()
            try wire.send("\(head)Transfer-Encoding: chunked\r\n\r\n\(chunk)\(chunk)\(chunk)0\r\n\r\n")
            let grown = try await wire.answer()
            #expect((grown.status, grown.error) == (413, "PayloadTooLarge"))
        }
    }

    @Test func `a user's requests in flight are bounded`() async throws {
        try await GatewayWorld.run(configuration: "[gateway]\nrequests_per_user = 2") { world in
            let (arrived, arrival) = AsyncStream<Void>.makeStream()
            let (opened, opening) = AsyncStream<Void>.makeStream()
            world.upstream.play { _ in
                arrival.yield()
                for await _ in opened { break }
                return IncomingResponse(status: .ok, headers: [.contentLength: "0"])
            }
            let waiting = [try world.connect(), try world.connect()]
            for wire in waiting { try wire.send("GET \(GatewayWorld.session) HTTP/1.1\r\nHost: localhost\r\n\r\n") }
            var arrivals = arrived.makeAsyncIterator()
            for _ in waiting { await arrivals.next() }
            let refused = try await world.connect().get(GatewayWorld.session)
            #expect(refused.status == 429)
            #expect(refused.headers["retry-after"] == "1")
            opening.finish()
            for wire in waiting { #expect(try await wire.answer().status == 200) }
            #expect(try await world.connect().get(GatewayWorld.session).status == 200)
        }
    }
}
