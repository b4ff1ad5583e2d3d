public import FoundationEssentials
import Synchronization

/// Locks within a process: one per name, first come first served, cancellable while waiting, with a bound on how long one waits.
public final class KeyedLock: RequestLock {
    /// A lock that is held, for an administrator to see.
    public struct Held: Sendable, Hashable {
        /// The lock's name.
        public let name: String
        /// When its holder got it.
        public let since: Date
        /// How many wait for it.
        public let waiting: Int
    }

    /// Waiting for a lock took longer than it may.
    public struct WaitedTooLong: Error, Sendable, CustomStringConvertible {
        /// The lock's name.
        public let name: String
        /// The bound.
        public let bound: Duration
        /// The name and the bound.
        public var description: String { "waited \(bound) for the lock \(name)" }
    }

    private struct Waiter {
        let id: UInt64
        let continuation: CheckedContinuation<Void, any Error>
        let timer: Task<Void, any Error>
    }

    private struct Entry {
        var since: Date
        var waiters: [Waiter] = []
    }

    private struct State {
        var entries: [String: Entry] = [:]
        var nextID: UInt64 = 0
    }

    private let state = Mutex(State())
    private let bound: Duration
    private let now: @Sendable () -> Date

    /// A manager of locks.
    /// - Parameters:
    ///   - bound: the longest wait for a lock.
    ///   - now: the wall clock, for ``held``.
    public init(waitingAtMost bound: Duration = .seconds(60), now: @escaping @Sendable () -> Date = { Date() }) {
        self.bound = bound
        self.now = now
    }

    /// The locks that are held now.
    public var held: [Held] {
        state.withLock { state in
            state.entries.map { Held(name: $0.key, since: $0.value.since, waiting: $0.value.waiters.count) }.sorted { $0.since < $1.since }
        }
    }

    /// Runs `body` under the lock called `name`.
    /// - Throws: `CancellationError`, ``WaitedTooLong``, or what `body` throws.
    public func withLock<Result: Sendable>(_ name: String, _ body: @Sendable () async throws -> Result) async throws -> Result {
        try await acquire(name)
        defer { release(name) }
        return try await body()
    }

    private func acquire(_ name: String) async throws {
        try Task.checkCancellation()
        let id = state.withLock { state -> UInt64? in
            guard state.entries[name] != nil else {
                state.entries[name] = Entry(since: now())
                return nil
            }
            state.nextID += 1
            return state.nextID
        }
        guard let id else { return }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                enqueue(id, continuation, for: name)
                // A cancellation before this point found nobody waiting.
                if Task.isCancelled { abandon(name, id, CancellationError()) }
            }
        } onCancel: {
            abandon(name, id, CancellationError())
        }
    }

    private func enqueue(_ id: UInt64, _ continuation: CheckedContinuation<Void, any Error>, for name: String) {
        let isFree = state.withLock { state in
            guard state.entries[name] == nil else {
                // Made under the lock, so that it cannot ring before there is a waiter to wake.
                let timer = Task { [bound] in
                    try await Task.sleep(for: bound)
                    abandon(name, id, WaitedTooLong(name: name, bound: bound))
                }
                state.entries[name]?.waiters.append(Waiter(id: id, continuation: continuation, timer: timer))
                return false
            }
            // The holder left between the look and now.
            state.entries[name] = Entry(since: now())
            return true
        }
        if isFree { continuation.resume() }
    }

    private func abandon(_ name: String, _ id: UInt64, _ error: any Error) {
        let waiter = state.withLock { state -> Waiter? in
            guard let index = state.entries[name]?.waiters.firstIndex(where: { $0.id == id }) else { return nil }
            return state.entries[name]?.waiters.remove(at: index)
        }
        waiter?.timer.cancel()
        waiter?.continuation.resume(throwing: error)
    }

    private func release(_ name: String) {
        let next = state.withLock { state -> Waiter? in
            guard var entry = state.entries[name], !entry.waiters.isEmpty else {
                state.entries[name] = nil
                return nil
            }
            let next = entry.waiters.removeFirst()
            entry.since = now()
            state.entries[name] = entry
            return next
        }
        next?.timer.cancel()
        next?.continuation.resume()
    }
}
