import ATProtoIdentity
import ATProtoSyntax
import HTTPTypes
import Testing

struct DoHTXTResolverTests {
    private let url = "https://dns.net/resolve?type=TXT&name=_atproto.a.example"

    private func look(_ answer: IncomingResponse) async throws -> [String] {
        let transport = ScriptedTransport([url: answer])
        let resolver = try DoHTXTResolver(service: HTTPURL("https://dns.net/resolve"), transport: transport)
        defer { #expect(transport.requests[0].headers[.accept] == "application/dns-json") }
        return try await resolver.records(at: "_atproto.a.example")
    }

    // §2.2 DoH: type 16 alone, quotes off, [B] chunks joined
    @Test func `reads TXT answers`() async throws {
        let answer = #"""
            {"Status":0,"Answer":[{"type":5,"data":"b.example"},{"type":16,"data":"\"did=did:\" \"plc:x\""},{"type":16,"data":"bare"},
            {"type":16,"data":"\"a\\\"b\\\\c\\065\\999\""},{"type":16,"data":"\"open\\"}]}
            """#
        #expect(try await look(.make(answer)) == ["did=did:plc:x", "bare", #"a"b\cA999"#, #"open\"#])
    }

    @Test(arguments: [#"{"Status":3}"#, #"{"Status":0}"#, #"{"Status":0,"Answer":[]}"#])
    func `finds nothing where there is nothing`(_ body: String) async throws {
        #expect(try await look(.make(body)) == [])
    }

    @Test(arguments: [
        (IncomingResponse.make(#"{"Status":2}"#), TXTLookupError.Code.serverFailure), (.make(.badGateway, "{}"), .serverFailure),
        (.make(.found, "{}"), .serverFailure), (.make("<html>"), .malformedAnswer),
    ])
    func `tells when there is no answer`(_ answer: IncomingResponse, _ code: TXTLookupError.Code) async throws {
        let error = await #expect(throws: TXTLookupError.self) { try await look(answer) }
        #expect(error == TXTLookupError(code, ""))
        #expect(error?.description == error?.reason)
    }

    @Test func `a name cannot smuggle parameters`() async throws {
        let transport = ScriptedTransport([:])
        let resolver = try DoHTXTResolver(service: HTTPURL("https://dns.net/resolve"), transport: transport)
        await #expect(throws: TransportError.self) { try await resolver.records(at: "a b&type=A#x%41") }
        #expect(transport.urls == ["https://dns.net/resolve?type=TXT&name=a%20b%26type%3DA%23x%2541"])
    }
}
