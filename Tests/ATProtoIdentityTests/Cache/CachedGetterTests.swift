import ATProtoIdentity
import FoundationEssentials
import Synchronization
import Testing

// §10 cached-getter
struct CachedGetterTests {
    private let clock = ManualClock()
    private struct Failure: Error {}

    private func getter() -> CachedGetter<String, Int> { CachedGetter(capacity: 10, now: clock.now) { _ in .init(.seconds(60)) } }

    @Test func `a hit skips the work, a miss keeps its value`() async throws {
        let getter = getter()
        let calls = Mutex(0)
        let work: @Sendable () async throws -> Int = {
            calls.withLock {
                $0 += 1
                return $0
            }
        }
        #expect(try await getter.value(for: "a", work) == (1, false))
        #expect(try await getter.value(for: "a", work) == (1, true))
        #expect(try await getter.value(for: "b", work) == (2, false))
        #expect(try await getter.value(for: "a", fresh: true, work) == (3, false))
        #expect(try await getter.value(for: "a", work) == (3, true))
        clock.advance(60)
        #expect(try await getter.value(for: "a", work) == (4, false))
        getter.forget("a")
        #expect(try await getter.value(for: "a", work) == (5, false))
        getter.forgetAll()
        #expect(try await getter.value(for: "a", work) == (6, false))
    }

    @Test func `a failure reaches the caller and is not kept`() async throws {
        let getter = getter()
        await #expect(throws: Failure.self) { try await getter.value(for: "a") { throw Failure() } }
        #expect(try await getter.value(for: "a") { 1 } == (1, false))
    }

    @Test func `callers at the same time share one piece of work`() async throws {
        let flights = SingleFlight<String, Int>()
        let gate = Gate()
        let first = Task {
            try await flights.value(for: "a") {
                await gate.pass()
                return 1
            }
        }
        await gate.arrival()
        let others = (0..<50).map { _ in Task { try await flights.value(for: "a") { 2 } } }
        // Another key is other work.
        #expect(try await flights.value(for: "b") { 3 } == 3)
        // The others are waiting or will find the flight still under way: it ends only now.
        for _ in 0..<1000 { await Task.yield() }
        gate.open()
        #expect(try await first.value == 1)
        for other in others { #expect(try await [1, 2].contains(other.value)) }
        #expect(flights.count == 0)
    }

    @Test func `a cancelled caller leaves at once, the work goes on for the others`() async throws {
        let flights = SingleFlight<String, Int>()
        let gate = Gate()
        let first = Task {
            try await flights.value(for: "a") {
                await gate.pass()
                return 1
            }
        }
        await gate.arrival()
        let second = Task { try await flights.value(for: "a") { 2 } }
        first.cancel()
        await #expect(throws: CancellationError.self) { try await first.value }
        #expect(flights.count == 1)
        // Even alone, the work is not given up: its answer is wanted by the cache.
        second.cancel()
        await #expect(throws: CancellationError.self) { try await second.value }
        #expect(flights.count == 1)
        gate.open()
        while flights.count > 0 { await Task.yield() }
    }

    @Test func `work that nobody wants is given up, if that is its kind, and not joined by those who come later`() async throws {
        let flights = SingleFlight<String, Int>(cancelsUnwanted: true)
        let (gate, ended) = (Gate(), Gate())
        let callers = (0..<2).map { _ in
            Task {
                try await flights.value(for: "a") {
                    await gate.pass()
                    if Task.isCancelled { ended.open() }
                    return 1
                }
            }
        }
        await gate.arrival()
        callers[0].cancel()
        await #expect(throws: CancellationError.self) { try await callers[0].value }
        callers[1].cancel()
        await #expect(throws: CancellationError.self) { try await callers[1].value }
        #expect(flights.count == 0)
        #expect(try await flights.value(for: "a") { 2 } == 2)
        gate.open()
        await ended.pass()
    }

    @Test func `a caller who is cancelled beforehand does not wait`() async {
        let flights = SingleFlight<String, Int>()
        let gate = Gate()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await flights.value(for: "a") {
                await gate.pass()
                return 1
            }
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        gate.open()
    }
}
