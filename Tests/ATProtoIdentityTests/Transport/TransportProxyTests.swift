import ATProtoIdentity
import ATProtoSyntax
import HTTPTypes
import Testing

/// §8.12: proxies.
struct TransportProxyTests: TransportTesting {
    @Test func `goes through a proxy, which resolves the name`() async throws {
        let proxy = try await LoopbackServer.make { [ok] _ in .send(ok) }
        let server = try ProxyServer("http://us%65r:secret@127.0.0.1:\(proxy.port)")
        let transport = try HardenedTransport.make(
            plainHTTP: .always, addresses: .publicInternet, proxies: ProxyConfiguration(https: server, http: server),
            resolver: ScriptedAddressResolver { _ in
                Issue.record("the name was resolved")
                return []
            })
        let response = try await send("http://public.net/x", through: transport).get()
        #expect(response.status == .ok)
        #expect(proxy.transcript.hasPrefix("GET http://public.net/x HTTP/1.1\r\n") || proxy.transcript.contains("GET /x"))
        #expect(proxy.transcript.contains("dXNlcjpzZWNyZXQ="))
        let result2 = try await send("http://10.0.0.1/x", through: transport)
        #expect(code(result2) == .forbiddenAddress)
        let result3 = try await send("https://localhost/x", through: transport)
        #expect(code(result3) == .forbiddenAddress)
        try await transport.shutdown()
        try await proxy.stop()
    }

    @Test(arguments: ["403 Forbidden", "407 Proxy Authentication Required", "502 Bad Gateway"])
    func `asks a proxy to connect for https, and knows that nothing left if it refuses`(status: String) async throws {
        let proxy = try await LoopbackServer.make { _ in .close("HTTP/1.1 \(status)\r\nContent-Length: 0\r\n\r\n") }
        let transport = try HardenedTransport.make(proxies: ProxyConfiguration(https: ProxyServer("127.0.0.1:\(proxy.port)")))
        let result = try await send("https://public.net/x", through: transport)
        #expect(code(result) == .unreachable)
        if case .failure(let error) = result { #expect(!error.mayHaveLeft) }
        #expect(proxy.transcript.hasPrefix("CONNECT public.net:443 HTTP/1.1\r\n"))
        #expect(!proxy.transcript.contains("/x"))
        try await transport.shutdown()
        try await proxy.stop()
    }
}
