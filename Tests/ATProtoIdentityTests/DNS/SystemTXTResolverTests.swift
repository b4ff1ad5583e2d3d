import ATProtoIdentity
import ATProtoSyntax
import Testing

struct SystemTXTResolverTests {
    private func look(_ answer: NameserverFake.Answer, _ name: String = "_atproto.a.example") async throws -> Result<[String], any Error> {
        let fake = try await NameserverFake.make(answer)
        let result: Result<[String], any Error>
        do {
            result = .success(try await SystemTXTResolver(nameserver: fake.nameserver, timeout: 1, attempts: 1).records(at: name))
        } catch {
            result = .failure(error)
        }
        try await fake.stop()
        return result
    }

    private func code(_ result: Result<[String], any Error>) -> TXTLookupError.Code? {
        if case .failure(let error) = result { (error as? TXTLookupError)?.code } else { nil }
    }

    @Test func `returns records with their strings joined`() async throws {
        let records = try await look(.init(records: [["did=did:", "plc:", ""], ["x"], [String(repeating: "y", count: 255), "z"]])).get()
        #expect(records == ["did=did:plc:", "x", String(repeating: "y", count: 255) + "z"])
    }

    @Test func `follows an alias`() async throws {
        #expect(try await look(.init(records: [["a"]], isAlias: true)).get() == ["a"])
    }

    @Test(arguments: [NameserverFake.Answer(code: 3), NameserverFake.Answer(), NameserverFake.Answer(isAlias: true)])
    func `finds nothing where there is nothing`(_ answer: NameserverFake.Answer) async throws {
        #expect(try await look(answer).get() == [])
    }

    @Test(arguments: [NameserverFake.Answer(code: 2), NameserverFake.Answer(code: 5), NameserverFake.Answer(isSilent: true)])
    func `tells when no server answers`(_ answer: NameserverFake.Answer) async throws {
        let result = try await look(answer)
        #expect(code(result) == .serverFailure)
    }

    @Test func `does not read beyond a record`() async throws {
        let result = try await look(.init(records: [["a"]], isBroken: true))
        #expect(code(result) == .malformedAnswer)
    }

    @Test(arguments: [String(repeating: "a", count: 64) + ".example", String(repeating: "abcdefg.", count: 32) + "example", "a..example"])
    func `does not ask for a malformed name`(_ name: String) async throws {
        let result = try await look(.init(), name)
        #expect(code(result) == .malformedName)
    }

    @Test(.timeLimit(.minutes(1))) func `a cancelled caller does not wait for the resolver`() async throws {
        let fake = try await NameserverFake.make(.init(isSilent: true))
        let threads = LookupThreads(count: 1, longestQueue: 0)
        let resolver = SystemTXTResolver(nameserver: fake.nameserver, timeout: 300, attempts: 1, threads: threads)
        let task = Task { try await resolver.records(at: "a.example") }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        try await fake.stop()
    }

    @Test func `only IPv4 nameservers can be named`() {
        #expect(Nameserver(.v6(1)) == nil)
    }
}
