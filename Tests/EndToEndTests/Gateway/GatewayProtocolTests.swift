import ATProtoIdentity
import ATProtoSyntax
import FoundationEssentials
import HTTPTypes
import Testing

/// HTTP/1.1 as the gateway speaks it.
@Suite(.timeLimit(.minutes(1))) struct GatewayProtocolTests {
    private static let session = "GET \(GatewayWorld.session) HTTP/1.1\r\nHost: localhost\r\n"

    private static let ambiguous = [
        ("both lengths", "POST /xrpc/a.b.c HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        ("two lengths", "POST /xrpc/a.b.c HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcde", 400),
        ("a list of lengths", "POST /xrpc/a.b.c HTTP/1.1\r\nHost: x\r\nContent-Length: 4, 4\r\n\r\nabcd", 400),
        ("a signed length", "POST /xrpc/a.b.c HTTP/1.1\r\nHost: x\r\nContent-Length: +4\r\n\r\nabcd", 400),
        ("a length that is none", "POST /xrpc/a.b.c HTTP/1.1\r\nHost: x\r\nContent-Length: 0x4\r\n\r\nabcd", 400),
        ("another coding", "POST /xrpc/a.b.c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 400),
        ("an unknown coding", "POST /xrpc/a.b.c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 400),
        ("two codings", "POST /xrpc/a.b.c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n0\r\n\r\n", 400),
        ("a coding in HTTP/1.0", "POST /xrpc/a.b.c HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        ("a folded field", "GET /xrpc/a.b.c HTTP/1.1\r\nHost: x\r\nX-A: b\r\n c\r\n\r\n", 400),
        ("a space before the colon", "GET /xrpc/a.b.c HTTP/1.1\r\nHost: x\r\nX-A : b\r\n\r\n", 400),
        ("a bare line feed", "GET /xrpc/a.b.c HTTP/1.1\nHost: x\n\n", 400),
        ("a bare carriage return", "GET /xrpc/a.b.c HTTP/1.1\r\nHost: x\r\nX-A: b\rX-B: c\r\n\r\n", 400),
        ("a zero byte", "GET /xrpc/a.b.c HTTP/1.1\r\nHost: x\r\nX-A: b\0c\r\n\r\n", 400),
        ("a control character in the target", "GET /xrpc/a\u{01}b HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        ("an absolute target", "GET http://evil.example/xrpc/a.b.c HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        ("a second host in the target", "GET //evil.example/xrpc/a.b.c HTTP/1.1\r\nHost: x\r\n\r\n", 404),
        ("dot segments", "GET /xrpc/../oauth/token HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        ("hidden dot segments", "GET /xrpc/%2e%2e/oauth/token HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        ("a backslash", "GET /xrpc/..\\oauth HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        ("half an escape", "GET /xrpc/a%2 HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        ("a fragment", "GET /xrpc/a.b.c#d HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        ("an asterisk", "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        ("another path", "GET /oauth/token HTTP/1.1\r\nHost: x\r\n\r\n", 404),
        ("no path", "GET / HTTP/1.1\r\nHost: x\r\n\r\n", 404),
        ("a tunnel", "CONNECT evil.example:443 HTTP/1.1\r\nHost: x\r\n\r\n", 405),
        ("a trace", "TRACE /xrpc/a.b.c HTTP/1.1\r\nHost: x\r\n\r\n", 405),
        ("a delete", "DELETE /xrpc/a.b.c HTTP/1.1\r\nHost: x\r\n\r\n", 405),
        ("an upgrade", "GET /xrpc/a.b.c HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n", 501),
        ("no host", "GET /xrpc/a.b.c HTTP/1.1\r\n\r\n", 400),
        ("two hosts", "GET /xrpc/a.b.c HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400),
        ("another expectation", "GET /xrpc/a.b.c HTTP/1.1\r\nHost: x\r\nExpect: tea\r\n\r\n", 417),
        ("no HTTP", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"broker.info\"}\r\n\r\n", 400),
    ]

    @Test func `what could be understood in two ways is refused, and nothing of it is sent`() async throws {
        try await GatewayWorld.run { world in
            for (name, request, status) in Self.ambiguous {
                let answer = try await world.connect().exchange(request)
                #expect(answer.status == status, "\(name)")
                #expect(answer.headers["content-type"] == "application/json", "\(name)")
                #expect(answer.error?.isEmpty == false && !answer.message.isEmpty, "\(name)")
                #expect(world.upstream.requests.isEmpty, "\(name)")
            }
        }
    }

    @Test func `what follows a refused request is not taken for another one`() async throws {
        try await GatewayWorld.run { world in
            let wire = try world.connect()
            try wire.send(
                "POST \(GatewayWorld.session) HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
                    + Self.session + "\r\n")
            let answers = String(decoding: try await wire.rest(), as: UTF8.self)
            #expect(answers.hasPrefix("HTTP/1.1 400 "))
            #expect(answers.split(separator: "HTTP/1.1 ").count == 1)
            #expect(world.upstream.requests.isEmpty)
        }
    }

    @Test func `a client that is busy sending what nobody wants hears why`() async throws {
        try await GatewayWorld.run { world in
            for head in ["Content-Length: 3000000", "Transfer-Encoding: chunked"] {
                let wire = try world.connect()
                try wire.send("POST /elsewhere HTTP/1.1\r\nHost: x\r\n\(head)\r\n\r\n")
                try await wire.sendAside([UInt8](repeating: 0x78, count: 3_000_000))
                let answer = try await wire.answer()
                #expect((answer.status, answer.headers["connection"]) == (404, "close"))
            }
            // An answer under way is not cut off by nonsense behind its request.
            let wire = try world.connect()
            try wire.send(Self.session + "\r\n" + String(repeating: "nonsense ", count: 10_000))
            wire.finish()
            #expect(try await wire.answer().status == 200)
            #expect(try await wire.answer().status == 400)
            #expect(world.upstream.requests.count == 1)
        }
    }

    @Test func `requests on one connection are answered in order, however many come at once`() async throws {
        try await GatewayWorld.run { world in
            world.upstream.play { request in
                IncomingResponse(status: .ok, headers: [:], body: IncomingBody(Array((request.url.query ?? "").utf8)))
            }
            let wire = try world.connect()
            try wire.send((0..<200).map { "GET \(GatewayWorld.session)?\($0) HTTP/1.1\r\nHost: localhost\r\n\r\n" }.joined())
            for number in 0..<200 { #expect(try await wire.answer().text == "\(number)") }
            // One that has no business here does not end what works.
            #expect(try await wire.get("/elsewhere").status == 404)
            #expect(try await wire.get(GatewayWorld.session + "?last").text == "last")
        }
    }

    @Test func `the connection ends with the answer if the client says so, or speaks HTTP 1.0`() async throws {
        try await GatewayWorld.run { world in
            let close = try world.connect()
            let answer = try await close.get(GatewayWorld.session, "Connection: close")
            #expect((answer.status, answer.headers["connection"]) == (200, "close"))
            #expect(try await close.rest().isEmpty)

            let old = try world.connect()
            let first = try await old.exchange("GET \(GatewayWorld.session) HTTP/1.0\r\n\r\n")
            #expect((first.status, first.headers["connection"]) == (200, "close"))
            #expect(try await old.rest().isEmpty)

            world.upstream.play { _ in IncomingResponse(status: .ok, headers: [:], body: IncomingBody(Array("unknown".utf8))) }
            let unknown = try await world.connect().exchange("GET \(GatewayWorld.session) HTTP/1.0\r\n\r\n")
            #expect(unknown.headers["transfer-encoding"] == nil)
            #expect(unknown.text == "unknown")

            // Whoever has said all it wants still gets its answers.
            let half = try world.connect()
            try half.send(Self.session + "\r\n" + Self.session + "\r\n")
            half.finish()
            #expect(try await half.answer().status == 200)
            #expect(try await half.answer().status == 200)
            #expect(try await half.rest().isEmpty)
        }
    }

    @Test func `answers without content have none, and keep their length`() async throws {
        try await GatewayWorld.run { world in
            let wire = try world.connect()
            world.upstream.play { _ in IncomingResponse(status: .ok, headers: [.contentLength: "1234"]) }
            let head = try await wire.exchange("HEAD \(GatewayWorld.session) HTTP/1.1\r\nHost: localhost\r\n\r\n", isHead: true)
            #expect((head.status, head.headers["content-length"]) == (200, "1234"))
            world.upstream.play { _ in IncomingResponse(status: .ok) }
            let bare = try await wire.exchange("HEAD \(GatewayWorld.session) HTTP/1.1\r\nHost: localhost\r\n\r\n", isHead: true)
            #expect(bare.headers["transfer-encoding"] == nil)
            let refused = try await wire.exchange("HEAD /elsewhere HTTP/1.1\r\nHost: localhost\r\n\r\n", isHead: true)
            #expect(refused.status == 404)
            for status in [HTTPResponse.Status.noContent, .notModified] {
                world.upstream.play { _ in IncomingResponse(status: status, headers: [.eTag: "x"]) }
                let empty = try await wire.get(GatewayWorld.session)
                #expect((empty.status, empty.headers["etag"], empty.headers["transfer-encoding"]) == (status.code, "x", nil))
            }
            world.upstream.play { _ in IncomingResponse(status: .ok, headers: [.allow: "GET"]) }
            #expect(try await wire.exchange("OPTIONS \(GatewayWorld.session) HTTP/1.1\r\nHost: x\r\n\r\n").headers["allow"] == "GET")
        }
    }

    @Test func `whoever waits to be asked for content is asked, unless it would be in vain`() async throws {
        try await GatewayWorld.run { world in
            let wire = try world.connect()
            let head = "POST /xrpc/com.atproto.repo.uploadBlob HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
            try wire.send("\(head)Content-Length: 5\r\nExpect: 100-continue\r\n\r\n")
            #expect(try await wire.answer().status == 100)
            try wire.send("Hello")
            let stored = try await wire.answer()
            #expect(stored.status == 200, "\(stored.text)")
            let refused = try await wire.exchange(
                "\(head)Content-Length: 5\r\nExpect: 100-continue\r\natoauth-account: nobody.test\r\n\r\n")
            #expect(refused.status == 401)
            #expect(refused.headers["connection"] == "close")
        }
    }
}
