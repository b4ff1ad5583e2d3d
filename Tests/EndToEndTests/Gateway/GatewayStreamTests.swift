import ATProtoIdentity
import HTTPTypes
import NIOCore
import Synchronization
import Testing

/// Content that is on its way, and clients that are slow or go away.
@Suite(.timeLimit(.minutes(1))) struct GatewayStreamTests {
    /// What may be on its way between a client and a server: a part in the daemon's hand, and what the kernel keeps for a socket.
    private static let onItsWay = 1 << 20
    private static let part = 65_536
    private static let parts = 512

    /// Bytes that went in at one end and came out at the other.
    private final class Flow: Sendable {
        private let state = Mutex((put: 0, taken: 0, most: 0))

        var most: Int { state.withLock { $0.most } }

        func put(_ count: Int) {
            state.withLock { state in
                state.put += count
                state.most = max(state.most, state.put - state.taken)
            }
        }

        func take(_ count: Int) { state.withLock { $0.taken += count } }
    }

    /// A body that notes what is pulled from it.
    private static func body(_ parts: Int, _ flow: Flow) -> IncomingBody {
        let left = Mutex(parts)
        return IncomingBody(
            AsyncThrowingStream {
                guard
                    left.withLock({ left in
                        left -= 1
                        return left >= 0
                    })
                else { return nil }
                flow.put(part)
                return ByteBuffer(repeating: 7, count: part)
            })
    }

    @Test func `an answer is read from the server at the pace of its client`() async throws {
        try await GatewayWorld.run { world in
            let flow = Flow()
            world.upstream.play { _ in IncomingResponse(status: .ok, body: Self.body(Self.parts, flow)) }
            let wire = try world.connect()
            try wire.send("GET \(GatewayWorld.session) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            var total = 0
            while case let bytes = try await wire.bytes(Self.part), !bytes.isEmpty {
                total += bytes.count
                flow.take(bytes.count)
            }
            #expect(total > Self.parts * Self.part)
            #expect(flow.most < Self.onItsWay, "\(flow.most)")
        }
    }

    @Test func `content is read from the client at the pace of the server`() async throws {
        try await GatewayWorld.run { world in
            let flow = Flow()
            world.upstream.play { request in
                guard case .stream(let content, let length) = request.body else { return nil }
                var received = 0
                for try await part in content {
                    flow.take(part.readableBytes)
                    received += part.readableBytes
                    // The client has its turn before the next part is wanted.
                    for _ in 0..<20 { await Task.yield() }
                }
                return IncomingResponse(status: .ok, body: IncomingBody(Array("\(received) of \(length ?? 0)".utf8)))
            }
            let wire = try world.connect()
            let size = Self.parts * Self.part
            try wire.send("POST /xrpc/a.b.c HTTP/1.1\r\nHost: localhost\r\nContent-Length: \(size)\r\n\r\n")
            try await wire.sendAside([UInt8](repeating: 7, count: size)) { flow.put($0) }
            #expect(try await wire.answer().text == "\(size) of \(size)")
            #expect(flow.most < Self.onItsWay, "\(flow.most)")
        }
    }

    @Test func `a server that wants no content is not sent any, and holds its client up no longer than the content takes`() async throws {
        try await GatewayWorld.run { world in
            let flow = Flow()
            let (opened, opening) = AsyncStream<Void>.makeStream()
            world.upstream.play { request in
                guard case .stream(let content, _) = request.body else { return nil }
                var iterator = content.makeAsyncIterator()
                _ = try await iterator.next()
                for await _ in opened { break }
                return IncomingResponse(status: .contentTooLarge, headers: [.contentLength: "0"])
            }
            let wire = try world.connect()
            let size = Self.parts * Self.part
            try wire.send("POST /xrpc/a.b.c HTTP/1.1\r\nHost: localhost\r\nContent-Length: \(size)\r\n\r\n")
            async let sending: Void = wire.sendAside([UInt8](repeating: 7, count: size)) { sent in
                flow.put(sent)
                // By then more has been sent than the daemon was asked for, and the rest stays where it is.
                if flow.most > Self.part * 2 { opening.yield() }
            }
            let answer = try await wire.answer()
            #expect((answer.status, answer.headers["connection"]) == (413, "close"))
            // The rest is heard out for a moment, and then is not.
            try? await sending
        }
    }

    @Test func `a client that goes away ends its request at the server`() async throws {
        try await GatewayWorld.run { world in
            let (events, event) = AsyncStream<String>.makeStream()
            var happened = events.makeAsyncIterator()
            world.upstream.play { _ in
                event.yield("came")
                defer { event.yield(Task.isCancelled ? "cancelled" : "answered") }
                try await Task.sleep(for: .seconds(3600))
                return nil
            }
            let wire = try world.connect()
            try wire.send("GET \(GatewayWorld.session) HTTP/1.1\r\nHost: localhost\r\n\r\n")
            #expect(await happened.next() == "came")
            wire.vanish()
            #expect(await happened.next() == "cancelled")

            let reader = try world.connect()
            world.upstream.play { _ in
                IncomingResponse(
                    status: .ok,
                    body: IncomingBody(
                        AsyncThrowingStream<ByteBuffer, any Error> { ByteBuffer(repeating: 7, count: Self.part) }))
            }
            try reader.send("GET \(GatewayWorld.session) HTTP/1.1\r\nHost: localhost\r\n\r\n")
            _ = try await reader.head()
            reader.vanish()
            // However much was pulled until then, there is an end to it.
            await world.ended("cancelled")
        }
    }

    @Test func `a client that goes away in the middle of its content leaves no whole request at the server`() async throws {
        try await GatewayWorld.run { world in
            let (events, event) = AsyncStream<String>.makeStream()
            var happened = events.makeAsyncIterator()
            world.upstream.play { request in
                guard case .stream(let content, _) = request.body else { return nil }
                event.yield("came")
                do {
                    for try await _ in content {}
                    event.yield("whole")
                } catch {
                    event.yield("broken")
                }
                return IncomingResponse(status: .ok)
            }
            let wire = try world.connect()
            try wire.send("POST /xrpc/a.b.c HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3000000\r\n\r\nbegun")
            #expect(await happened.next() == "came")
            wire.vanish()
            #expect(await happened.next() == "broken")
        }
    }

    @Test func `who stops finishes what it has begun, and says that it takes no more`() async throws {
        try await GatewayWorld.run { world in
            let (events, event) = AsyncStream<String>.makeStream()
            let (opened, opening) = AsyncStream<Void>.makeStream()
            var happened = events.makeAsyncIterator()
            world.upstream.play { _ in
                event.yield("came")
                for await _ in opened { break }
                return nil
            }
            let (busy, idle) = (try world.connect(), try world.connect())
            _ = try await idle.get("/elsewhere")
            let request = "GET \(GatewayWorld.session) HTTP/1.1\r\nHost: localhost\r\n\r\n"
            try busy.send(request + request)
            #expect(await happened.next() == "came")
            async let stop: Void = world.broker.stop()
            #expect(try await idle.rest().isEmpty)
            #expect(throws: Wire.Failure.self) { _ = try world.connect() }
            opening.finish()
            let last = try await busy.answer()
            #expect((last.status, last.headers["connection"]) == (200, "close"))
            #expect(try await busy.rest().isEmpty)
            await stop
            try await world.broker.start()
            world.upstream.play(nil)
            #expect(try await world.connect().get(GatewayWorld.session).status == 200)
        }
    }
}
