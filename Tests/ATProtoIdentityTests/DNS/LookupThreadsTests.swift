import ATProtoSyntax
import Dispatch
import Synchronization
import Testing

@testable import ATProtoIdentity

/// §8.17: lookups block, and so must not block each other.
struct LookupThreadsTests {
    /// A lookup that hangs until it is let go.
    private final class Hanging: Sendable {
        let begun = Gate()
        private let end = DispatchSemaphore(value: 0)

        func run() -> Int {
            begun.open()
            end.wait()
            return 0
        }

        func letGo() { end.signal() }
    }

    @Test func `one that hangs does not hold up another`() async throws {
        let threads = LookupThreads(count: 2, longestQueue: 2)
        let hanging = Hanging()
        let first = Task { try await threads.run { hanging.run() } }
        await hanging.begun.pass()
        for number in 0..<10 { #expect(try await threads.run { number } == number) }
        hanging.letGo()
        #expect(try await first.value == 0)
    }

    @Test func `what nobody waits for any more is never begun`() async throws {
        let threads = LookupThreads(count: 1, longestQueue: 2)
        let hanging = Hanging()
        let first = Task { try await threads.run { hanging.run() } }
        await hanging.begun.pass()
        let begun = Mutex(false)
        let second = Task { try await threads.run { begun.withLock { $0 = true } } }
        second.cancel()
        await #expect(throws: CancellationError.self) { try await second.value }
        hanging.letGo()
        _ = try await first.value
        #expect(try await threads.run { 1 } == 1)
        #expect(!begun.withLock { $0 })
    }

    @Test func `a caller leaves even a lookup that hangs`() async throws {
        let threads = LookupThreads(count: 1, longestQueue: 0)
        let hanging = Hanging()
        let caller = Task { try await threads.run { hanging.run() } }
        await hanging.begun.pass()
        caller.cancel()
        await #expect(throws: CancellationError.self) { try await caller.value }
        hanging.letGo()
    }

    @Test func `no more wait than may`() async throws {
        let threads = LookupThreads(count: 1, longestQueue: 0)
        let hanging = Hanging()
        let first = Task { try await threads.run { hanging.run() } }
        await hanging.begun.pass()
        await #expect(throws: LookupThreads.Busy.self) { try await threads.run { 1 } }
        let resolver = SystemTXTResolver(threads: threads)
        let error = await #expect(throws: TXTLookupError.self) { try await resolver.records(at: "a.example") }
        #expect(error?.code == .serverFailure)
        let transport = try HardenedTransport.make(plainHTTP: .always, resolver: SystemAddressResolver(threads: threads))
        let refused = await #expect(throws: TransportError.self) {
            try await transport.send(OutgoingRequest(url: HTTPURL("http://localhost/")))
        }
        #expect(refused?.code == .unresolvedHost)
        try await transport.shutdown()
        hanging.letGo()
        _ = try await first.value
    }

    @Test func `a lookup's own error is thrown`() async throws {
        await #expect(throws: TXTLookupError.self) {
            try await LookupThreads(count: 1, longestQueue: 0).run { throw TXTLookupError(.malformedName, "") }
        }
    }

    @Test func `a nameserver that is silent does not hold up lookups at another`() async throws {
        let (silent, quick) = (try await NameserverFake.make(.init(isSilent: true)), try await NameserverFake.make(.init(records: [["a"]])))
        let threads = LookupThreads(count: 9, longestQueue: 0)
        let lost = SystemTXTResolver(nameserver: silent.nameserver, timeout: 30, attempts: 1, threads: threads)
        let (ends, end) = AsyncStream<Int>.makeStream()
        let callers = (0..<8).map { number in
            Task {
                _ = try? await lost.records(at: "\(number).example")
                end.yield(number)
            }
        }
        while threads.busy < 8 { await Task.yield() }
        #expect(try await SystemTXTResolver(nameserver: quick.nameserver, threads: threads).records(at: "a.example") == ["a"])
        end.finish()
        for await number in ends { Issue.record("\(number) was answered before") }
        for caller in callers { caller.cancel() }
        try await silent.stop()
        try await quick.stop()
    }

    @Test func `addresses and records have threads apart`() {
        #expect(LookupThreads.addresses !== LookupThreads.records)
    }
}
