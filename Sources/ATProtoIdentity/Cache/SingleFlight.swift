import Synchronization

/// Lets callers who want the same thing at the same time wait for one piece of work.
///
/// The work runs in a task of its own: a caller who is cancelled stops waiting at once, and the others still get the answer.
public final class SingleFlight<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private typealias Waiter = CheckedContinuation<Value, any Error>

    private struct Flight {
        /// Tells a flight from a later one for the same key.
        let number: UInt64
        var waiters: [UInt64: Waiter]
        var task: Task<Void, Never>?
    }

    private struct Table {
        var flights: [Key: Flight] = [:]
        var lastNumber: UInt64 = 0

        mutating func nextNumber() -> UInt64 {
            lastNumber += 1
            return lastNumber
        }
    }

    private let table = Mutex(Table())
    private let cancelsUnwanted: Bool

    /// Makes an idle instance.
    /// - Parameter cancelsUnwanted: whether work is cancelled once nobody waits for it any more. Work that changes something, or whose
    ///   answer is kept, goes on.
    public init(cancelsUnwanted: Bool = false) { self.cancelsUnwanted = cancelsUnwanted }

    /// The answer of the work under way for `key`, or of `work` if there is none.
    ///
    /// - Throws: what the work throws, or `CancellationError` as soon as the caller is cancelled.
    public func value(for key: Key, _ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
        let id = table.withLock { $0.nextNumber() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { waiter in
                board(key, id, waiter, work)
                // A cancellation before this point found nobody waiting.
                if Task.isCancelled { leave(key, id) }
            }
        } onCancel: {
            leave(key, id)
        }
    }

    /// The number of pieces of work under way that somebody may still join.
    public var count: Int { table.withLock { $0.flights.count } }

    /// Joins the flight; the first one starts it.
    private func board(_ key: Key, _ id: UInt64, _ waiter: Waiter, _ work: @escaping @Sendable () async throws -> Value) {
        table.withLock { table in
            guard table.flights[key] == nil else {
                table.flights[key]?.waiters[id] = waiter
                return
            }
            let number = table.nextNumber()
            // Made under the lock, so that whoever leaves finds what there is to cancel.
            let task = Task { land(key, number, await Self.outcome(of: work)) }
            table.flights[key] = Flight(number: number, waiters: [id: waiter], task: task)
        }
    }

    private func leave(_ key: Key, _ id: UInt64) {
        let (waiter, unwanted) = table.withLock { table -> (Waiter?, Task<Void, Never>?) in
            guard let waiter = table.flights[key]?.waiters.removeValue(forKey: id) else { return (nil, nil) }
            // The flight stays, even without passengers: its slot is emptied by its own task. One that is given up must not be joined.
            guard cancelsUnwanted, let flight = table.flights[key], flight.waiters.isEmpty else { return (waiter, nil) }
            table.flights[key] = nil
            return (waiter, flight.task)
        }
        unwanted?.cancel()
        waiter?.resume(throwing: CancellationError())
    }

    private func land(_ key: Key, _ number: UInt64, _ outcome: Result<Value, any Error>) {
        let waiters = table.withLock { table in
            guard table.flights[key]?.number == number else { return [UInt64: Waiter]() }
            return table.flights.removeValue(forKey: key)?.waiters ?? [:]
        }
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
