import ATProtoIdentity
import ATProtoSyntax
import HTTPTypes
import NIOCore
import Synchronization
import Testing

struct HardenedTransportTests: TransportTesting {
    @Test func `sends what it is given, and its own name`() async throws {
        try await withServer({ _ in .send("HTTP/1.1 418 Teapot\r\nContent-Length: 2\r\nX-Y: z\r\n\r\nhi") }) { server, transport in
            let (hostName, marker) = (try #require(HTTPField.Name("Host")), try #require(HTTPField.Name("X-Y")))
            let response = try await send(
                "http://127.0.0.1:\(server.port)/a%2Fb/[x]|?q=[1]'&r={2}",
                {
                    $0.method = .init("PATCH") ?? .post
                    $0.headers = [hostName: "evil.example", .contentLength: "99", .transferEncoding: "chunked", .accept: "*/*"]
                    $0.body = .bytes(Array("body".utf8))
                }, through: transport
            ).get()
            #expect(response.status.code == 418)
            #expect(response.headers[marker] == "z")
            #expect(try await response.body.collect(upTo: 10) == Array("hi".utf8))
            let lines = server.transcript.split(separator: "\r\n").map { $0.lowercased() }
            // §5.2: the wire carries exactly the URL that a proof would sign
            #expect(lines[0] == "patch /a%2fb/%5bx%5d%7c?q=%5b1%5d%27&r=%7b2%7d http/1.1")
            #expect(lines.contains("user-agent: atoauthd/test"))
            #expect(lines.contains("host: 127.0.0.1:\(server.port)"))
            #expect(lines.contains("accept-encoding: identity"))
            #expect(lines.contains("content-length: 4"))
            #expect(!server.transcript.contains("evil"))
            #expect(lines.last == "body")
        }
    }

    @Test func `lets the caller name the agent`() async throws {
        try await withServer({ [ok] _ in .send(ok) }) { server, transport in
            _ = try await send("http://localhost:\(server.port)", { $0.headers[.userAgent] = "app/1" }, through: transport).get()
            #expect(server.transcript.contains("app/1"))
            #expect(!server.transcript.contains("atoauthd"))
        }
    }

    // §8: https only unless allowed
    @Test(arguments: [
        (PlainHTTPPolicy.never, "http://127.0.0.1:1/", TransportError.Code.insecureURL),
        (.loopbackOnly, "http://public.net:1/", .insecureURL),
        (.loopbackOnly, "http://127.0.0.1:1/", .unreachable),
        (.always, "http://public.net:1/", .unresolvedHost),
        (.never, "https://127.0.0.1:1/", .unreachable),
    ])
    func `sends plain http only where the policy allows`(_ policy: PlainHTTPPolicy, _ url: String, _ expected: TransportError.Code)
        async throws
    {
        let transport = try HardenedTransport.make(plainHTTP: policy, resolver: ScriptedAddressResolver())
        let result = try await send(url, through: transport)
        #expect(code(result) == expected)
        try await transport.shutdown()
    }

    // §8: every spelling of a private address, before anything is connected
    @Test(arguments: [
        "127.0.0.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "[::1]", "[::ffff:127.0.0.1]", "[::127.0.0.1]",
        "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "localhost", "single", "a.local", "a.test", "a.example", "a.invalid", "example.com",
        "x.googleusercontent.com",
    ])
    func `refuses forbidden hosts without a connection`(_ host: String) async throws {
        let transport = try HardenedTransport.make(
            plainHTTP: .always, addresses: .publicInternet, resolver: ScriptedAddressResolver("9.9.9.9"))
        try await withServer(transport: transport, { [ok] _ in .send(ok) }) { server, transport in
            let result = try await send("http://\(host):\(server.port)/", through: transport)
            #expect(code(result) == .forbiddenAddress)
            #expect(server.connections == 0)
        }
    }

    @Test func `refuses a name if any of its addresses is forbidden`() async throws {
        let transport = try HardenedTransport.make(addresses: .publicInternet, resolver: ScriptedAddressResolver("9.9.9.9", "10.0.0.1"))
        let result = try await send("https://public.net/", through: transport)
        #expect(code(result) == .forbiddenAddress)
        if case .failure(let error) = result { #expect(error.reason.contains("10.0.0.1")) }
        try await transport.shutdown()
    }

    // §8: rebinding. The check sees a public address, the connection's own lookup finds loopback.
    @Test func `gives no byte to a peer that was rebound`() async throws {
        let transport = try HardenedTransport.make(
            plainHTTP: .always, addresses: AddressPolicy(allowedNames: ["localhost"]), resolver: ScriptedAddressResolver("9.9.9.9"))
        try await withServer(transport: transport, { [ok] _ in .send(ok) }) { server, transport in
            let result = try await send("http://localhost:\(server.port)/", through: transport)
            #expect(code(result) == .forbiddenAddress)
            #expect(server.transcript.isEmpty)
        }
    }

    // §8.6: with TLS a handshake is made, and no byte of a request follows.
    @Test func `gives no byte to a peer that was rebound behind TLS`() async throws {
        let transport = try HardenedTransport.make(
            addresses: AddressPolicy(allowedNames: ["localhost"]), roots: [Certificate.pem], resolver: ScriptedAddressResolver("9.9.9.9"))
        try await withServer(tls: true, transport: transport, { [ok] _ in .send(ok) }) { server, transport in
            let result = try await send("https://localhost:\(server.port)/", through: transport)
            #expect(code(result) == .forbiddenAddress)
            #expect(server.connections == 1)
            #expect(server.transcript.isEmpty)
        }
    }

    // §8: redirects are never followed
    @Test(arguments: [301, 302, 303, 307, 308])
    func `returns a redirect as it is`(_ status: Int) async throws {
        try await withServer({ _ in .send("HTTP/1.1 \(status) Go\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n") }) {
            server, transport in
            let response = try await send("http://127.0.0.1:\(server.port)/", through: transport).get()
            #expect(response.status.code == status)
            #expect(!server.transcript.contains("elsewhere"))
        }
    }

    @Test func `a stalled head ends at the deadline`() async throws {
        try await withServer({ _ in .stall }) { server, transport in
            let result = try await send("http://127.0.0.1:\(server.port)/", { $0.limits.deadline = .milliseconds(100) }, through: transport)
            #expect(code(result) == .timeout)
        }
    }

    @Test func `a slow head ends at the deadline`() async throws {
        try await withServer({ _ in .send("HTTP/1.1 200 OK\r\nX-Slow:") }) { server, transport in
            let result = try await send("http://127.0.0.1:\(server.port)/", { $0.limits.deadline = .milliseconds(100) }, through: transport)
            #expect(code(result) == .timeout)
        }
    }

    @Test(arguments: [TransferLimits(deadline: .milliseconds(150)), TransferLimits(idle: .milliseconds(150))])
    func `a stalled body ends at the deadline or when idle`(_ limits: TransferLimits) async throws {
        try await withServer({ _ in .send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf") }) { server, transport in
            let response = try await send("http://127.0.0.1:\(server.port)/", { $0.limits = limits }, through: transport).get()
            let error = await #expect(throws: TransportError.self) { try await response.body.collect(upTo: 100) }
            #expect(error?.code == .timeout)
        }
    }

    @Test func `a name that is not resolved does not hold up another`() async throws {  // §8.17
        let asked = Gate()
        let resolver = ScriptedAddressResolver { host in
            if host == "slow.net" { await asked.pass() }
            return [.v4(0x7F00_0001)]
        }
        try await withServer(transport: HardenedTransport.make(resolver: resolver), { [ok] _ in .send(ok) }) { server, transport in
            let slow = Task { try await send("https://slow.net/", through: transport) }
            await asked.arrival()
            #expect(try await send("http://localhost:\(server.port)/", through: transport).get().status == .ok)
            slow.cancel()
            let result = try await slow.value
            #expect(code(result) == .cancelled)
        }
    }

    @Test func `slow name resolution ends at the deadline`() async throws {
        let transport = try HardenedTransport.make(
            resolver: ScriptedAddressResolver { _ in
                try await Task.sleep(for: .seconds(600))
                return []
            })
        let result = try await send("https://slow.net/", { $0.limits.deadline = .milliseconds(50) }, through: transport)
        #expect(code(result) == .unresolvedHost)
        if case .failure(let error) = result { #expect(!error.mayHaveLeft) }
        try await transport.shutdown()
    }

    @Test(arguments: [("SSH-2.0-OpenSSH\r\n\r\n", TransportError.Code.malformedResponse), ("", .connection)])
    func `tells what is no HTTP from a broken connection`(_ answer: String, _ expected: TransportError.Code) async throws {
        try await withServer({ _ in .close(answer) }) { server, transport in
            let result = try await send("http://127.0.0.1:\(server.port)/", through: transport)
            #expect(code(result) == expected)
        }
    }

    @Test func `a body that breaks off is a broken connection`() async throws {
        try await withServer({ _ in .close("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf") }) { server, transport in
            let response = try await send("http://127.0.0.1:\(server.port)/", through: transport).get()
            let error = await #expect(throws: TransportError.self) { try await response.body.collect(upTo: 100) }
            #expect(error?.code == .malformedResponse || error?.code == .connection)
        }
    }

    @Test func `cancelling the caller cancels the request`() async throws {
        try await withServer({ _ in .stall }) { server, transport in
            let url = try HTTPURL("http://127.0.0.1:\(server.port)/")
            let task = Task { () throws(TransportError) in try await transport.send(OutgoingRequest(url: url)) }
            while server.transcript.isEmpty { await Task.yield() }
            task.cancel()
            #expect(await code(task.result.mapError { $0 as? TransportError ?? .init(.connection, "") }) == .cancelled)
        }
    }

    @Test func `checks certificates, and trusts the roots it is given`() async throws {
        try await withServer(tls: true, transport: HardenedTransport.make(roots: [Certificate.pem]), { [ok] _ in .send(ok) }) {
            server, transport in
            let response = try await send("https://localhost:\(server.port)/", through: transport).get()
            #expect(response.status == .ok)
            // The certificate is for another name.
            let result2 = try await send("https://127.0.0.1:\(server.port)/", through: transport)
            #expect(code(result2) == .tls)
        }
        try await withServer(tls: true, { [ok] _ in .send(ok) }) { server, transport in
            let result3 = try await send("https://localhost:\(server.port)/", through: transport)
            #expect(code(result3) == .tls)
            #expect(server.transcript.isEmpty)
        }
        let error = #expect(throws: TransportError.self) {
            try HardenedTransport.make(roots: ["-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----"])
        }
        #expect(error?.code == .tls)
    }

    @Test func `a plain server is no TLS server`() async throws {
        let server = try await LoopbackServer.make(awaitsHead: false) { _ in .close("HTTP/1.1 400 Bad\r\n\r\n") }
        let transport = try HardenedTransport.make()
        let result = try await send("https://127.0.0.1:\(server.port)/", through: transport)
        #expect(code(result) == .tls)
        try await transport.shutdown()
        try await server.stop()
    }

    @Test func `tells every address that it could not connect to`() async throws {
        let server = try await LoopbackServer.make { _ in .stall }
        try await server.stop()
        let transport = try HardenedTransport.make()
        let result = try await send("http://localhost:\(server.port)/", through: transport)
        #expect(code(result) == .unreachable)
        if case .failure(let error) = result { #expect(error.description.contains("127.0.0.1: ")) }
        try await transport.shutdown()
    }

    @Test func `refuses to send once shut down`() async throws {
        let transport = try HardenedTransport.make()
        try await transport.shutdown()
        let result = try await send("http://127.0.0.1:1/", through: transport)
        #expect(code(result) == .cancelled)
    }
}
