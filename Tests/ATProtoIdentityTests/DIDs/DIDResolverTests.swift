import ATProtoIdentity
import ATProtoSyntax
import FoundationEssentials
import HTTPTypes
import Testing

struct DIDResolverTests {
    private func body(_ did: DID) -> String { "{\"id\":\"\(did)\"}" }

    // §2.3 plc: percent-encoded, at the origin whatever the base path
    @Test func `asks the directory`() async throws {
        let did = try DID.make()
        let transport = ScriptedTransport(["https://plc.net/did%3Aplc%3A\(did.identifier)": .make(body(did))])
        let resolver = try PLCResolver(directory: HTTPURL("https://plc.net/base"), transport: transport)
        #expect(try await resolver.resolve(did, fresh: true).id == did)
        #expect(transport.requests[0].headers[.accept] == "application/did+ld+json, application/json")
        #expect(transport.requests[0].headers[.cacheControl] == "no-cache")
        #expect(transport.requests[0].limits.deadline == .seconds(10))
    }

    @Test(arguments: [
        ("did:web:a.net", "https://a.net/.well-known/did.json"), ("did:web:localhost", "http://localhost/.well-known/did.json"),
        ("did:web:localhost%3A8080", "http://localhost:8080/.well-known/did.json"),
        ("did:web:xn--bcher-kva.net", "https://xn--bcher-kva.net/.well-known/did.json"),
    ])
    func `asks the web server`(_ did: String, _ url: String) async throws {
        let did = try DID(did)
        let transport = ScriptedTransport([url: .make(type: "application/did+ld+json; charset=utf-8", body(did))])
        #expect(try await WebDIDResolver(allowHTTP: true, transport: transport).resolve(did, fresh: false).id == did)
    }

    // §2.3: localhost http only if allowed
    @Test func `does not ask localhost unless allowed`() async throws {
        let error = await #expect(throws: IdentityError.self) {
            try await WebDIDResolver(transport: ScriptedTransport([:])).resolve(DID("did:web:localhost%3A80"), fresh: false)
        }
        #expect(error?.code == .didNotAllowed)
    }

    @Test(arguments: [
        (IncomingResponse.make(.notFound), IdentityError.Code.didNotFound, ResolutionLeg.Outcome.missed),
        (.make(.gone), .didNotFound, .missed),
        (.make(.badGateway), .didFetchFailed, .failed), (.make(.found), .didFetchFailed, .failed),
        (.make(type: "text/html", "{}"), .didFetchFailed, .failed), (.make("{}"), .invalidDocument, .failed),
        (.make(#"{"id":"did:plc:cccccccccccccccccccccccc"}"#), .invalidDocument, .failed), (.make("null"), .invalidDocument, .failed),
        (.make(String(repeating: " ", count: 262_145)), .didFetchFailed, .failed),
    ])
    func `tells why there is no document`(_ answer: IncomingResponse, _ code: IdentityError.Code, _ outcome: ResolutionLeg.Outcome)
        async throws
    {
        let resolver = try PLCResolver(directory: HTTPURL("https://plc.net"), transport: ScriptedTransport { _ in answer })
        let error = await #expect(throws: IdentityError.self) { try await resolver.resolve(.make(), fresh: false) }
        #expect(error?.code == code)
        #expect(error?.legs.map(\.name) == [.plc])
        #expect(error?.legs.map(\.outcome) == [outcome])
    }

    @Test func `tells a network failure from a cancellation`() async throws {
        let failing = WebDIDResolver(transport: ScriptedTransport([:]))
        let failure = await #expect(throws: IdentityError.self) { try await failing.resolve(DID("did:web:a.net"), fresh: false) }
        #expect(failure?.code == .didFetchFailed)
        #expect(failure?.reason.contains("unresolvedHost") == true)
        let cancelled = WebDIDResolver(transport: ScriptedTransport { _ in throw CancellationError() })
        let cancellation = await #expect(throws: IdentityError.self) { try await cancelled.resolve(DID("did:web:a.net"), fresh: false) }
        #expect(cancellation?.code == .cancelled)
    }

    @Test func `each method has its resolver`() async throws {
        let transport = ScriptedTransport { _ in .make("{}") }
        let (plc, web) = (
            try PLCResolver(directory: HTTPURL("https://plc.net"), transport: transport), WebDIDResolver(transport: transport)
        )
        let resolver = MethodDIDResolver(plc: plc, web: web)
        for did in [try DID.make(), try DID("did:web:a.net")] {
            await #expect(throws: IdentityError.self) { try await resolver.resolve(did, fresh: false) }
        }
        #expect(transport.requests.map(\.url.host) == ["plc.net", "a.net"])
        await #expect(throws: IdentityError.self) { try await plc.resolve(DID("did:web:a.net"), fresh: false) }
        await #expect(throws: IdentityError.self) { try await web.resolve(.make(), fresh: false) }
        #expect(transport.requests.count == 2)
    }

    // §7 [S]: less than ten minutes
    @Test func `keeps documents for less than ten minutes, failures not at all`() async throws {
        let clock = ManualClock()
        let base = ScriptedDIDResolver { did, _ throws(IdentityError) in
            if did.method == "web" { throw IdentityError(.didNotFound, "", "") }
            return DIDDocument(id: did)
        }
        let resolver = CachedDIDResolver(base, now: clock.now)
        let (alice, web) = (try DID.make(), try DID("did:web:a.net"))
        for _ in 0..<2 { #expect(try await resolver.resolve(alice, fresh: false).id == alice) }
        #expect(base.asked == [alice])
        for _ in 0..<2 { await #expect(throws: IdentityError.self) { try await resolver.resolve(web, fresh: false) } }
        #expect(base.asked == [alice, web, web])
        _ = try await resolver.resolve(alice, fresh: true)
        clock.advance(599)
        _ = try await resolver.resolve(alice, fresh: false)
        #expect(base.asked == [alice, web, web, alice, alice])
    }

    @Test func `a cancelled caller is told so`() async throws {
        let resolver = CachedDIDResolver(ScriptedDIDResolver { did, _ in DIDDocument(id: did) })
        let task = Task { () throws -> DIDDocument in
            withUnsafeCurrentTask { $0?.cancel() }
            return try await resolver.resolve(.make(), fresh: false)
        }
        let error = await #expect(throws: IdentityError.self) { try await task.value }
        #expect(error?.code == .cancelled)
    }
}
