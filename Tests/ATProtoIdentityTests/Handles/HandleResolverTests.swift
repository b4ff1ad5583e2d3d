import ATProtoIdentity
import ATProtoSyntax
import FoundationEssentials
import HTTPTypes
import Testing

struct HandleResolverTests {
    private let wellKnown = "https://alice.net/.well-known/atproto-did"
    private struct Failure: Error {}

    // MARK: DNS, §2.2 TXT

    @Test func `finds the DID in the TXT record`() async throws {
        let resolver = DNSHandleResolver(
            records: ScriptedTXTResolver { name in
                #expect(name == "_atproto.alice.net")
                return ["v=spf1", "did=did:web:alice.net", "Did=x"]
            })
        #expect(try await resolver.resolve(.make(), fresh: false) == DID("did:web:alice.net"))
        #expect(try await resolver.lookUp(.make(), fresh: false).legs.map(\.description) == ["dns found: did:web:alice.net"])
    }

    @Test(arguments: [
        [], ["x"], ["did=did:web:a.net", "did=did:web:b.net"], ["did=did:web:a.net", "did=nonsense"], ["did= did:web:a.net"],
        ["did=did:web:a.net "], ["did=did:key:x"], ["did="],
    ])
    func `misses on records that give no single valid DID`(_ records: [String]) async throws {
        let lookup = try await DNSHandleResolver(records: ScriptedTXTResolver { _ in records }).lookUp(.make(), fresh: false)
        #expect(lookup.did == nil)
        #expect(lookup.legs.map(\.outcome) == [.missed])
    }

    // [S] only records that differ are ambiguous
    @Test func `accepts a record that is there twice`() async throws {
        let resolver = DNSHandleResolver(records: ScriptedTXTResolver("did=did:web:a.net", "did=did:web:a.net"))
        #expect(try await resolver.resolve(.make(), fresh: false) == DID("did:web:a.net"))
    }

    @Test func `counts a failing DNS as a miss, but not a malformed name`() async throws {
        let failing = DNSHandleResolver(records: ScriptedTXTResolver { _ in throw TXTLookupError(.serverFailure, "silence") })
        #expect(try await failing.lookUp(.make(), fresh: false).legs == [ResolutionLeg(.dns, .failed, "silence")])
        let malformed = DNSHandleResolver(records: ScriptedTXTResolver { _ in throw TXTLookupError(.malformedName, "too long") })
        await #expect(throws: IdentityError.self) { try await malformed.resolve(.make(), fresh: false) }
        let cancelled = DNSHandleResolver(records: ScriptedTXTResolver { _ in throw CancellationError() })
        await #expect(throws: CancellationError.self) { try await cancelled.resolve(.make(), fresh: false) }
    }

    // MARK: HTTPS, §2.2 and §10 well-known resolver

    @Test(arguments: [
        "did:web:alice.net", "did:web:alice.net\n", "  did:web:alice.net \t\r\nsecond line", "did:web:alice.net\rx",
    ])
    func `finds the DID in the first line of the file`(_ body: String) async throws {
        let transport = ScriptedTransport([wellKnown: .make(type: "text/html", body)])
        #expect(try await WellKnownHandleResolver(transport: transport).resolve(.make(), fresh: false) == DID("did:web:alice.net"))
        #expect(transport.requests[0].limits.deadline == .seconds(3))
        #expect(transport.requests[0].limits.maxBodyBytes == 10_480)
    }

    @Test(arguments: [
        (IncomingResponse.make("<html>"), ResolutionLeg.Outcome.missed), (.make(""), .missed), (.make("\ndid:web:alice.net"), .missed),
        (.make(.notFound, "did:web:alice.net"), .failed), (.make(.internalServerError), .failed), (.make(.movedPermanently), .failed),
        (.make(String(repeating: "x", count: 10_481)), .failed),
    ])
    func `misses on anything else`(_ answer: IncomingResponse, _ outcome: ResolutionLeg.Outcome) async throws {
        let lookup = try await WellKnownHandleResolver(transport: ScriptedTransport([wellKnown: answer])).lookUp(.make(), fresh: false)
        #expect(lookup.did == nil)
        #expect(lookup.legs.map(\.outcome) == [outcome])
    }

    @Test func `a network failure is a miss, a cancellation is not`() async throws {
        #expect(try await WellKnownHandleResolver(transport: ScriptedTransport([:])).resolve(.make(), fresh: false) == nil)
        let cancelled = WellKnownHandleResolver(transport: ScriptedTransport { _ in throw CancellationError() })
        await #expect(throws: CancellationError.self) { try await cancelled.resolve(.make(), fresh: false) }
    }

    // MARK: XRPC

    private func xrpc(_ answer: @escaping ScriptedTransport.Script) throws -> XRPCHandleResolver {
        try XRPCHandleResolver(service: HTTPURL("https://api.net/base"), transport: ScriptedTransport(answer))
    }

    @Test func `asks the service`() async throws {
        let resolver = try xrpc { request in
            #expect(request.url.description == "https://api.net/xrpc/com.atproto.identity.resolveHandle?handle=alice.net")
            #expect(request.headers[.cacheControl] == "no-cache")
            return .make(#"{"did":"did:web:alice.net"}"#)
        }
        #expect(try await resolver.resolve(.make(), fresh: true) == DID("did:web:alice.net"))
    }

    @Test func `believes only the exact refusal`() async throws {
        let refusal = #"{"error":"InvalidRequest","message":"Unable to resolve handle"}"#
        #expect(try await xrpc { _ in .make(.badRequest, refusal) }.lookUp(.make(), fresh: false).legs.map(\.outcome) == [.missed])
        let failures: [IncomingResponse] = [
            .make(.badRequest, #"{"error":"InvalidRequest","message":"other"}"#), .make(.badRequest, #"{"error":"Other"}"#),
            .make(.internalServerError, refusal), .make(.found), .make(#"{"did":"did:x:y"}"#), .make("{}"),
            .make(String(repeating: " ", count: 10_481)),
        ]
        for failure in failures {
            let error = await #expect(throws: IdentityError.self) { try await xrpc { _ in failure }.resolve(.make(), fresh: false) }
            #expect(error?.code == .handleResolutionFailed)
            #expect(error?.legs.map(\.name) == [.xrpc])
        }
        await #expect(throws: CancellationError.self) { try await xrpc { _ in throw CancellationError() }.resolve(.make(), fresh: false) }
    }

    // MARK: order, §2.2

    private func composite(
        dns: @escaping @Sendable (String) async throws -> [String], https: @escaping ScriptedTransport.Script,
        fallbacks: [any HandleResolver] = []
    ) -> CompositeHandleResolver {
        CompositeHandleResolver(
            dns: DNSHandleResolver(records: ScriptedTXTResolver(dns)), https: WellKnownHandleResolver(transport: ScriptedTransport(https)),
            fallbacks: fallbacks)
    }

    @Test func `DNS and HTTPS start together, DNS wins even if slower, HTTPS is cancelled`() async throws {
        let (dnsAsked, httpsAsked, ended) = (Gate(), Gate(), Gate())
        let resolver = composite(
            dns: { _ in
                await dnsAsked.pass()
                return ["did=did:web:dns.net"]
            },
            https: { _ in
                await httpsAsked.pass()
                do {
                    try await Task.sleep(for: .seconds(600))
                } catch {
                    ended.open()
                    throw error
                }
                return .make("did:web:https.net")
            })
        let task = Task { try await resolver.lookUp(.make(), fresh: false) }
        await dnsAsked.arrival()
        await httpsAsked.arrival()
        httpsAsked.open()
        dnsAsked.open()
        let lookup = try await task.value
        #expect(try lookup.did == DID("did:web:dns.net"))
        #expect(lookup.legs.map(\.name) == [.dns])
        await ended.pass()
    }

    @Test func `DNS wins over a faster HTTPS`() async throws {
        let answered = Gate()
        let resolver = composite(
            dns: { _ in
                await answered.pass()
                return ["did=did:web:dns.net"]
            },
            https: { _ in
                answered.open()
                return .make("did:web:https.net")
            })
        #expect(try await resolver.resolve(.make(), fresh: false) == DID("did:web:dns.net"))
    }

    @Test func `a DNS hit beats an HTTPS error, a DNS miss uses HTTPS`() async throws {
        let hit = composite(dns: { _ in ["did=did:web:dns.net"] }, https: { _ in throw TransportError(.tls, "") })
        #expect(try await hit.resolve(.make(), fresh: false) == DID("did:web:dns.net"))
        let miss = composite(dns: { _ in throw TXTLookupError(.serverFailure, "") }, https: { _ in .make("did:web:https.net") })
        let lookup = try await miss.lookUp(.make(), fresh: false)
        #expect(try lookup.did == DID("did:web:https.net"))
        #expect(lookup.legs.map(\.name) == [.dns, .https])
    }

    @Test func `asks fallbacks in order, and only after both have missed`() async throws {
        let (none, some) = (ScriptedHandleResolver { _, _ in nil }, ScriptedHandleResolver { _, _ in try DID("did:web:fallback.net") })
        let never = ScriptedHandleResolver { _, _ in throw Failure() }
        let resolver = composite(dns: { _ in [] }, https: { _ in .make(.notFound) }, fallbacks: [none, some, never])
        let lookup = try await resolver.lookUp(.make(), fresh: false)
        #expect(try lookup.did == DID("did:web:fallback.net"))
        #expect(lookup.legs.map(\.outcome) == [.missed, .failed, .missed, .found])
        #expect(never.asked.isEmpty)
    }

    @Test func `a failing fallback tells the steps before it`() async throws {
        let resolver = try composite(dns: { _ in [] }, https: { _ in .make(.notFound) }, fallbacks: [xrpc { _ in .make(.badGateway) }])
        let error = await #expect(throws: IdentityError.self) { try await resolver.resolve(.make(), fresh: false) }
        #expect(error?.legs.map(\.name) == [.dns, .https, .xrpc])
    }

    // MARK: cache, §7 and §2.2 [B]

    @Test func `keeps hits for less than ten minutes, misses for half a minute, and can be passed by`() async throws {
        let clock = ManualClock()
        let base = ScriptedHandleResolver { handle, fresh in
            handle.description == "none.net" ? nil : try DID(fresh ? "did:web:fresh.net" : "did:web:cached.net")
        }
        let resolver = CachedHandleResolver(base, now: clock.now)
        let (alice, none) = (try Handle.make(), try Handle.make("none.net"))
        for _ in 0..<2 {
            #expect(try await resolver.resolve(alice, fresh: false) == DID("did:web:cached.net"))
            #expect(try await resolver.resolve(none, fresh: false) == nil)
        }
        #expect(base.asked == [alice, none])
        #expect(try await resolver.lookUp(alice, fresh: false).legs.map(\.isCached) == [true])
        clock.advance(30)
        _ = try await resolver.resolve(none, fresh: false)
        _ = try await resolver.resolve(alice, fresh: false)
        #expect(base.asked == [alice, none, none])
        #expect(try await resolver.resolve(alice, fresh: true) == DID("did:web:fresh.net"))
        #expect(try await resolver.resolve(alice, fresh: false) == DID("did:web:fresh.net"))
        clock.advance(539)
        #expect(try await resolver.resolve(alice, fresh: false) == DID("did:web:fresh.net"))
        clock.advance(1)
        #expect(try await resolver.resolve(alice, fresh: false) == DID("did:web:cached.net"))
    }
}
