import Dispatch
import GRDB
import Synchronization
import Testing

@testable import Broker

/// Changes that wait at the same time share a transaction, and nothing else.
@Suite struct GroupCommitTests {
    private struct Refusal: Error {}

    private let queue: DatabaseQueue
    private let commits: GroupCommit

    init() throws {
        queue = try DatabaseQueue()
        commits = GroupCommit(queue)
        try queue.write { try $0.execute(sql: "CREATE TABLE entry (value INTEGER UNIQUE)") }
    }

    @Test func `changes that wait while the database is busy become durable by one commit, in their order`() async throws {
        let counter = CommitCounter()
        queue.add(transactionObserver: counter, extent: .databaseLifetime)
        let outcomes = await together(20) { try $0.execute(sql: "INSERT INTO entry VALUES (\($1))") }
        #expect(outcomes.allSatisfy { $0 == nil })
        #expect(counter.count == 1)
        #expect(try await values() == Array(0..<20))
    }

    @Test func `a change that fails is undone alone`() async throws {
        let outcomes = await together(3) { database, number in
            try database.execute(sql: "INSERT INTO entry VALUES (\(number))")
            if number == 1 { throw Refusal() }
        }
        #expect(outcomes.map { $0 is Refusal } == [false, true, false])
        #expect(try await values() == [0, 2])
    }

    @Test func `a transaction that ends under its changes fails for all of them, and for those it did not come to`() async throws {
        let outcomes = await together(3) { database, number in
            try database.execute(sql: "INSERT INTO entry VALUES (\(number))")
            // What SQLite does by itself when the disk is full.
            if number == 1 { try database.execute(sql: "INSERT OR ROLLBACK INTO entry VALUES (0)") }
        }
        #expect(outcomes.allSatisfy { $0 is DatabaseError })
        #expect(try await values() == [])
        try await commits.write { try $0.execute(sql: "INSERT INTO entry VALUES (9)") }
        #expect(try await values() == [9])
    }

    private func values() async throws -> [Int] {
        try await queue.read { try Int.fetchAll($0, sql: "SELECT value FROM entry ORDER BY rowid") }
    }

    /// Asks for changes one after the other while the database is busy, and returns why each failed.
    private func together(_ count: Int, _ change: @escaping @Sendable (Database, Int) throws -> Void) async -> [(any Error)?] {
        let isFree = DispatchSemaphore(value: 0)
        queue.asyncWriteWithoutTransaction { _ in isFree.wait() }
        var tasks: [Task<Void, any Error>] = []
        for number in 0..<count {
            tasks.append(Task { try await commits.write { try change($0, number) } })
            while commits.waiting <= number { await Task.yield() }
        }
        isFree.signal()
        var failures: [(any Error)?] = []
        for task in tasks {
            do {
                try await task.value
                failures.append(nil)
            } catch {
                failures.append(error)
            }
        }
        return failures
    }
}

/// Counts the transactions of a database.
private final class CommitCounter: TransactionObserver {
    private let commits = Mutex(0)

    var count: Int { commits.withLock { $0 } }

    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { false }
    func databaseDidChange(with event: DatabaseEvent) {}
    func databaseDidCommit(_ db: Database) { commits.withLock { $0 += 1 } }
    func databaseDidRollback(_ db: Database) {}
}
