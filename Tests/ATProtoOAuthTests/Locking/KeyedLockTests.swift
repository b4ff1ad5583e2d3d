import ATProtoOAuth
import Foundation
import Testing

@Suite(.timeLimit(.minutes(1))) struct KeyedLockTests {
    private struct Failure: Error {}

    private func waiting(_ lock: KeyedLock, _ count: Int) async { while lock.held.first?.waiting != count { await Task.yield() } }

    @Test func `is fair: first come, first served`() async throws {
        let (lock, journal, entered, gate) = (KeyedLock(), Journal(), Gate(), Gate())
        let holder = Task {
            try await lock.withLock("a") {
                entered.open()
                await gate.wait()
            }
        }
        await entered.wait()
        var waiters: [Task<Void, any Error>] = []
        for number in 1...5 {
            waiters.append(Task { try await lock.withLock("a") { journal.add("\(number)") } })
            await waiting(lock, number)
        }
        gate.open()
        try await holder.value
        for waiter in waiters { try await waiter.value }
        #expect(journal.all == ["1", "2", "3", "4", "5"])
        #expect(lock.held.isEmpty)
    }

    @Test func `never lets two in`() async throws {
        let (lock, journal) = (KeyedLock(), Journal())
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<100 {
                group.addTask {
                    try await lock.withLock("a") {
                        journal.add("in")
                        await Task.yield()
                        journal.add("out")
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(journal.all.count == 200)
        #expect(stride(from: 0, to: 200, by: 2).allSatisfy { journal.all[$0] == "in" && journal.all[$0 + 1] == "out" })
    }

    @Test func `names do not concern each other`() async throws {
        let lock = KeyedLock()
        let result = try await lock.withLock("a") { try await lock.withLock("b") { 7 } }
        #expect(result == 7)
    }

    @Test func `who waits can leave, and the next still gets in`() async throws {
        let (lock, entered, gate) = (KeyedLock(), Gate(), Gate())
        let holder = Task {
            try await lock.withLock("a") {
                entered.open()
                await gate.wait()
            }
        }
        await entered.wait()
        let leaver = Task { try await lock.withLock("a") { Issue.record("ran although cancelled") } }
        await waiting(lock, 1)
        leaver.cancel()
        await #expect(throws: CancellationError.self) { try await leaver.value }
        #expect(lock.held.first?.waiting == 0)
        let next = Task { try await lock.withLock("a") { 7 } }
        gate.open()
        try await holder.value
        #expect(try await next.value == 7)
    }

    @Test func `who is cancelled before asking does not get in, who holds is not disturbed`() async throws {
        let (lock, entered, gate) = (KeyedLock(), Gate(), Gate())
        let cancelled = Task {
            await gate.wait()
            return try await lock.withLock("a") { 1 }
        }
        cancelled.cancel()
        let holder = Task {
            try await lock.withLock("b") {
                entered.open()
                await gate.wait()
                return Task.isCancelled
            }
        }
        await entered.wait()
        holder.cancel()
        gate.open()
        #expect(try await holder.value)
        await #expect(throws: CancellationError.self) { try await cancelled.value }
    }

    @Test(arguments: [Duration.zero, .milliseconds(1)])
    func `waiting has a bound, however short`(bound: Duration) async throws {
        let (lock, entered, gate) = (KeyedLock(waitingAtMost: bound), Gate(), Gate())
        let holder = Task {
            try await lock.withLock("a") {
                entered.open()
                await gate.wait()
            }
        }
        await entered.wait()
        let error = try await #require(throws: KeyedLock.WaitedTooLong.self) { try await lock.withLock("a") {} }
        #expect(error.name == "a")
        #expect(error.bound == bound)
        #expect(error.description.contains("for the lock a"))
        gate.open()
        try await holder.value
        try await lock.withLock("a") {}
    }

    @Test func `shows who holds what since when, the oldest first`() async throws {
        let clock = TestClock()
        let (lock, entered, gate) = (KeyedLock(now: { clock.now }), Gate(), Gate())
        let start = clock.now
        try await lock.withLock("old") {
            clock.advance(by: 5)
            let young = Task {
                try await lock.withLock("young") {
                    entered.open()
                    await gate.wait()
                }
            }
            await entered.wait()
            #expect(lock.held.map(\.name) == ["old", "young"])
            #expect(lock.held.map(\.since) == [start, start + 5])
            #expect(lock.held.map(\.waiting) == [0, 0])
            gate.open()
            try await young.value
        }
        #expect(lock.held.isEmpty)
    }

    @Test func `a body that throws frees the lock`() async throws {
        let lock = KeyedLock()
        await #expect(throws: Failure.self) { try await lock.withLock("a") { throw Failure() } }
        #expect(lock.held.isEmpty)
    }
}
