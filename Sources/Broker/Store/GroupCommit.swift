import GRDB
import Synchronization

/// Makes changes of a database in the order they are asked for, those that wait at the same time in one transaction: one wait for the
/// disk makes all of them durable. Under load the last of many then waits for two commits instead of for everybody's before it.
final class GroupCommit: Sendable {
    private struct Change: Sendable {
        /// Makes the change, and tells how to report what became of it.
        let make: @Sendable (Database) -> Attempt
        /// Reports that nothing was tried.
        let refuse: @Sendable (any Error) -> Void
    }

    private struct Attempt: Sendable {
        /// Why the change itself failed.
        let fault: (any Error)?
        /// Tells the caller, once it is known whether the transaction is durable.
        let report: @Sendable (_ failure: (any Error)?) -> Void
    }

    private struct Line {
        var changes: [Change] = []
        var isServed = false
    }

    private let queue: DatabaseQueue
    private let line = Mutex(Line())

    init(_ queue: DatabaseQueue) { self.queue = queue }

    /// How many changes wait for the database.
    var waiting: Int { line.withLock { $0.changes.count } }

    /// Makes a change away from the caller's thread, and returns when it is durable. A cancelled caller does not cancel it.
    /// - Throws: what `body` throws, which undoes its own change and no other; what the database throws if it cannot commit.
    func write<Result: Sendable>(_ body: @escaping @Sendable (Database) throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            let change = Change { database in
                let outcome = Swift.Result { try Self.apart(database, body) }
                return Attempt(fault: outcome.fault) { continuation.resume(with: $0.map(Swift.Result.failure) ?? outcome) }
            } refuse: {
                continuation.resume(throwing: $0)
            }
            join(change)
        }
    }

    private func join(_ change: Change) {
        let isFirst = line.withLock { line in
            line.changes.append(change)
            defer { line.isServed = true }
            return !line.isServed
        }
        if isFirst { queue.asyncWriteWithoutTransaction { self.serve($0) } }
    }

    private func serve(_ database: Database) {
        let changes = line.withLock { line in
            defer { line = Line() }
            return line.changes
        }
        var attempts: [Attempt] = []
        do {
            try database.inTransaction(.immediate) {
                for change in changes {
                    attempts.append(change.make(database))
                    // A disk that is full or broken ends the transaction of all.
                    if let fault = attempts.last?.fault, !database.isInsideTransaction { throw fault }
                }
                return .commit
            }
            for attempt in attempts { attempt.report(nil) }
        } catch {
            for attempt in attempts { attempt.report(error) }
            for change in changes.dropFirst(attempts.count) { change.refuse(error) }
        }
    }

    /// Runs `body` so that its failure undoes nothing but its own doing.
    private static func apart<Result>(_ database: Database, _ body: (Database) throws -> Result) throws -> Result {
        var result: Result?
        try database.inSavepoint {
            result = try body(database)
            return .commit
        }
        guard let result else { throw DatabaseError(resultCode: .SQLITE_ABORT) }
        return result
    }
}

extension Result {
    fileprivate var fault: (any Error)? { if case .failure(let error) = self { error } else { nil } }
}
