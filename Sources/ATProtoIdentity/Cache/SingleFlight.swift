import Synchronization

/// Lets callers who want the same thing at the same time wait for one piece of work.
///
/// The work runs in a task of its own: a caller who is cancelled stops waiting at once, and the others still get the answer.
public final class SingleFlight<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private typealias Waiter = CheckedContinuation<Value, any Error>

    private struct Table {
        var flights: [Key: [UInt64: Waiter]] = [:]
        var lastWaiter: UInt64 = 0
    }

    private let table = Mutex(Table())

    /// Makes an idle instance.
    public init() {}

    /// The answer of the work under way for `key`, or of `work` if there is none.
    ///
    /// - Throws: what the work throws, or `CancellationError` as soon as the caller is cancelled.
    public func value(for key: Key, _ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
        let id = table.withLock { table in
            table.lastWaiter += 1
            return table.lastWaiter
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { waiter in
                if board(key, id, waiter) {
                    Task { land(key, await Self.outcome(of: work)) }
                }
                // A cancellation before this point found nobody waiting.
                if Task.isCancelled { leave(key, id) }
            }
        } onCancel: {
            leave(key, id)
        }
    }

    /// The number of pieces of work under way.
    public var count: Int { table.withLock { $0.flights.count } }

    /// Returns whether the caller is the first and has to start the work.
    private func board(_ key: Key, _ id: UInt64, _ waiter: Waiter) -> Bool {
        table.withLock { table in
            let isFirst = table.flights[key] == nil
            table.flights[key, default: [:]][id] = waiter
            return isFirst
        }
    }

    private func leave(_ key: Key, _ id: UInt64) {
        // The flight stays, even without passengers: its slot is emptied by its own task.
        let waiter = table.withLock { $0.flights[key]?.removeValue(forKey: id) }
        waiter?.resume(throwing: CancellationError())
    }

    private func land(_ key: Key, _ outcome: Result<Value, any Error>) {
        let waiters = table.withLock { $0.flights.removeValue(forKey: key) } ?? [:]
        for waiter in waiters.values { waiter.resume(with: outcome) }
    }

    private static func outcome(of work: @Sendable () async throws -> Value) async -> Result<Value, any Error> {
        do {
            return .success(try await work())
        } catch {
            return .failure(error)
        }
    }
}
