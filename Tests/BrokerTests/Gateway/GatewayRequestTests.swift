import HTTPTypes
import NIOHTTP1
import Testing

@testable import Broker

/// Requests as the gateway reads them.
struct GatewayRequestTests {
    private func request(_ uri: String, _ headers: HTTPHeaders = [:], method: HTTPMethod = .GET) throws -> GatewayRequest {
        var headers = headers
        if !headers.contains(name: "host") { headers.add(name: "Host", value: "localhost") }
        return try GatewayRequest(HTTPRequestHead(version: .http1_1, method: method, uri: uri, headers: headers))
    }

    private func status(_ uri: String, _ headers: HTTPHeaders = [:], method: HTTPMethod = .GET) -> HTTPResponseStatus? {
        do {
            _ = try request(uri, headers, method: method)
            return nil
        } catch { return (error as? GatewayRefusal)?.status }
    }

    @Test(arguments: ["/xrpc/a.b.c", "/xrpc/a.b.c?", "/xrpc/a.b.c?d=e%20f&g=%C3%A9", "/xrpc/_health", "/xrpc/a.b.c?u=https://x/../y"])
    func `a target is sent as it came`(_ target: String) throws { #expect(try request(target).target == target) }

    @Test func `characters that no query has are written as a URL has them`() throws {
        #expect(try request("/xrpc/a.b.c?q='\"<>").target == "/xrpc/a.b.c?q=%27%22%3C%3E")
    }

    @Test(arguments: [
        ("xrpc/a.b.c", 400), ("*", 400), ("http://x/xrpc/a.b.c", 400), ("//x/xrpc/a.b.c", 404), ("/xrpc", 404), ("/", 404), ("", 400),
        ("/xrpc/../x", 400), ("/xrpc/./a.b.c", 400), ("/xrpc/%2E%2e/x", 400), ("/xrpc/a\\b", 400), ("/xrpc/a%", 400), ("/xrpc/a#b", 400),
        ("/xrpc/\"", 400), ("/xrpc/é", 400), ("/XRPC/a.b.c", 404), ("/xrpc/" + String(repeating: "a", count: 17_000), 414),
    ])
    func `a target that leads elsewhere, or might, is refused`(_ target: String, _ code: Int) {
        #expect(status(target)?.code == UInt(code), "\(target)")
    }

    @Test func `methods other than those of XRPC are refused`() {
        for method in [HTTPMethod.GET, .HEAD, .POST, .OPTIONS] { #expect(status("/xrpc/a.b.c", method: method) == nil) }
        for method in [HTTPMethod.PUT, .DELETE, .PATCH, .TRACE, .CONNECT, .RAW(value: "get")] {
            #expect(status("/xrpc/a.b.c", method: method) == .methodNotAllowed)
        }
    }

    @Test func `a host loses its port, and an address stays whole`() throws {
        for (host, name) in [
            ("a.test:80", "a.test"), ("a.test", "a.test"), ("[::1]:8", "[::1]"), ("[::1]", "[::1]"), ("", ""), ("a:b", "a:b"),
        ] {
            #expect(try request("/xrpc/a.b.c", ["Host": host]).host == name)
        }
    }

    @Test func `a length is a number, once, or the content comes in chunks`() throws {
        #expect(try request("/xrpc/a.b.c").content == .none)
        #expect(try request("/xrpc/a.b.c", ["Content-Length": "0"]).content == .none)
        #expect(try request("/xrpc/a.b.c", ["Content-Length": "12"]).content == .known(12))
        #expect(try request("/xrpc/a.b.c", ["Transfer-Encoding": "Chunked"]).content == .unknown)
        for headers: HTTPHeaders in [
            ["Content-Length": "1", "Transfer-Encoding": "chunked"], ["Content-Length": "1", "content-length": "1"],
            ["Content-Length": "-1"],
            ["Content-Length": "+1"], ["Content-Length": ""], ["Content-Length": "99999999999999999999"], ["Content-Length": "1,1"],
            ["Transfer-Encoding": "chunked, chunked"], ["Transfer-Encoding": "identity"], ["Transfer-Encoding": ""],
        ] {
            #expect(status("/xrpc/a.b.c", headers) == .badRequest, "\(headers)")
        }
    }

    @Test func `what is said to the gateway alone, and of the caller, goes no further`() throws {
        let request = try request(
            "/xrpc/a.b.c",
            [
                "Authorization": "Bearer a", "DPoP": "b", "Cookie": "c", "Content-Length": "1", "Expect": "100-continue", "TE": "trailers",
                "Connection": "keep-alive, X-Private", "X-Private": "d", "Keep-Alive": "1", "Proxy-Authorization": "e", "Trailer": "f",
                "atoauth-account": "alice.test", "atoauth-registration": "web", "atoauth-future": "g", "HTTP2-Settings": "h",
                "Content-Type": "text/plain", "X-Public": "i", "Accept": "a", "accept": "b",
            ])
        #expect(
            request.fields.map { "\($0.name.canonicalName): \($0.value)" } == [
                "content-type: text/plain", "x-public: i", "accept: a", "accept: b",
            ])
        #expect(request.account == "alice.test")
        #expect(request.registration == "web")
        #expect(request.expectsContinue)
    }
}
