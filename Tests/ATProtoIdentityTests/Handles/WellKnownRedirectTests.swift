import ATProtoIdentity
import ATProtoSyntax
import HTTPTypes
import Synchronization
import Testing

/// §2.2.7 [S]: the well-known file may be elsewhere.
struct WellKnownRedirectTests {
    private let start = "https://alice.net/.well-known/atproto-did"

    private func redirect(_ location: String?, _ status: Int = 302) -> IncomingResponse {
        var headers: HTTPFields = [.contentType: "text/html", .setCookie: "a=b"]
        headers[.location] = location
        return IncomingResponse(status: .init(code: status), headers: headers)
    }

    @Test(arguments: [301, 302, 303, 307, 308])
    func `follows every kind of redirect`(status: Int) async throws {
        let transport = ScriptedTransport([
            start: redirect("https://files.net/did.txt?x=1", status), "https://files.net/did.txt?x=1": .make("did:web:alice.net"),
        ])
        #expect(try await WellKnownHandleResolver(transport: transport).resolve(.make(), fresh: false) == DID("did:web:alice.net"))
        #expect(transport.requests.allSatisfy { $0.method == .get && $0.headers.isEmpty && $0.limits.maxBodyBytes == 10_480 })
    }

    @Test(arguments: [
        ("/did", "https://alice.net/did"), ("?x", "https://alice.net/.well-known/atproto-did?x"),
        ("did", "https://alice.net/.well-known/did"), ("../did", "https://alice.net/did"), ("//other.net/did", "https://other.net/did"),
        ("https://other.net", "https://other.net/"),
        ("HTTPS://Other.net/#x", "https://other.net/"),
    ])
    func `a place may be given in any form`(location: String, target: String) async throws {
        let transport = ScriptedTransport([start: redirect(location), target: .make("did:web:alice.net")])
        #expect(try await WellKnownHandleResolver(transport: transport).resolve(.make(), fresh: false) == DID("did:web:alice.net"))
        #expect(transport.urls == [start, target])
    }

    @Test(arguments: [nil, "", "ftp://other.net/did", "https://user:password@other.net/", "javascript:alert(1)", "https://"])
    func `a place that is none is a failure that is told`(location: String?) async throws {
        let transport = ScriptedTransport([start: redirect(location)])
        let lookup = try await WellKnownHandleResolver(transport: transport).lookUp(.make(), fresh: false)
        #expect(lookup.legs.map(\.outcome) == [.failed])
        #expect(transport.urls == [start])
    }

    @Test func `the transport has its say over every hop`() async throws {
        let transport = ScriptedTransport { [start, self] request in
            guard request.url.description == start else { throw TransportError(.insecureURL, "plain http") }
            return redirect("http://other.net/did")
        }
        let lookup = try await WellKnownHandleResolver(transport: transport).lookUp(.make(), fresh: false)
        #expect(lookup.legs.map(\.description) == ["https failed: insecureURL: plain http"])
        #expect(transport.urls == [start, "http://other.net/did"])
    }

    @Test(arguments: [(5, true), (6, false)])
    func `goes five hops and no further`(hops: Int, isFound: Bool) async throws {
        let count = Mutex(0)
        let transport = ScriptedTransport { [self] _ in
            let hop = count.withLock { count in
                count += 1
                return count
            }
            return hop > hops ? .make("did:web:alice.net") : redirect("/\(hop)")
        }
        let lookup = try await WellKnownHandleResolver(transport: transport).lookUp(.make(), fresh: false)
        #expect((lookup.did != nil) == isFound)
        #expect(transport.requests.count == 6)
    }

    @Test func `all hops share one deadline`() async throws {
        let clock = Mutex(ContinuousClock.now)
        let transport = ScriptedTransport { [self] _ in
            clock.withLock { $0 += .seconds(1) }
            return redirect("/more")
        }
        let resolver = WellKnownHandleResolver(transport: transport) { clock.withLock { $0 } }
        #expect(try await resolver.resolve(.make(), fresh: false) == nil)
        #expect(transport.requests.prefix(3).map(\.limits.deadline) == [.seconds(3), .seconds(2), .seconds(1)])
    }

    @Test func `caches on the way can be passed by`() async throws {
        let transport = ScriptedTransport([start: redirect("/did"), "https://alice.net/did": .make("did:web:alice.net")])
        _ = try await WellKnownHandleResolver(transport: transport).resolve(.make(), fresh: true)
        #expect(transport.requests.map { $0.headers[.cacheControl] } == ["no-cache", "no-cache"])
    }
}
