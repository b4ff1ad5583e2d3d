import BrokerAPI
import FoundationEssentials
import Synchronization

/// The open logins of all users, and for a while the outcomes of those that have ended. Only the user who began a login can wait for
/// it, cancel it, or learn that it exists.
final class Flows: Sendable {
    typealias Outcome = Result<SignedIn, RPCError>
    private typealias Waiter = CheckedContinuation<SignedIn, any Error>

    private struct Entry {
        let flow: Flow
        var outcome: Outcome?
        var waiters: [UInt64: Waiter] = [:]
    }

    private struct State {
        var entries: [String: Entry] = [:]
        var nextWaiter: UInt64 = 0
        /// Logins that are being begun.
        var reserved: [UInt32: Int] = [:]

        mutating func release(_ uid: UInt32) {
            let left = (reserved[uid] ?? 0) - 1
            reserved[uid] = left > 0 ? left : nil
        }

        /// Keeps a user's newest outcomes: many logins that were begun and cancelled must not fill the memory.
        mutating func forgetOutcomes(of uid: UInt32, beyond most: Int) {
            let ended = entries.values.filter { $0.flow.tenant.uid == uid && $0.outcome != nil }
            for entry in ended.sorted(by: { $0.flow.expiresAt < $1.flow.expiresAt }).dropLast(most) { entries[entry.flow.id] = nil }
        }
    }

    /// How long an outcome can be asked for after the login has ended.
    private static let retention: TimeInterval = 600

    private let state = Mutex(State())
    private let openPerUser: Int
    private let now: @Sendable () -> Date

    init(openPerUser: Int, now: @escaping @Sendable () -> Date) {
        self.openPerUser = openPerUser
        self.now = now
    }

    /// Takes one of the places that `uid` has for logins, until ``release(_:)`` or until the login that it becomes has ended.
    /// - Throws: ``RPCError`` `rate_limited` if all are taken.
    func reserve(for uid: UInt32) throws {
        expire()
        let open = state.withLock { state -> [Date]? in
            let open = state.entries.values.filter { $0.flow.tenant.uid == uid && $0.outcome == nil }.map(\.flow.expiresAt)
            guard open.count + state.reserved[uid, default: 0] < openPerUser else { return open }
            state.reserved[uid, default: 0] += 1
            return nil
        }
        guard let open else { return }
        let wait = open.map { $0.timeIntervalSince(now()) }.min() ?? 1
        throw RPCError(
            .rateLimited, "\(openPerUser) logins are open; finish one or end it with oauth.cancel",
            details: ["retryAfterMs": .int(Int64(max(0, wait) * 1000))])
    }

    /// Gives a reserved place back.
    func release(_ uid: UInt32) { state.withLock { $0.release(uid) } }

    /// Begins a login in a reserved place.
    func open(_ flow: Flow) {
        state.withLock { state in
            state.release(flow.tenant.uid)
            state.entries[flow.id] = Entry(flow: flow)
            state.forgetOutcomes(of: flow.tenant.uid, beyond: openPerUser)
        }
    }

    /// The open login that a browser's return belongs to.
    func flow(returning state: String) -> Flow? {
        self.state.withLock { $0.entries.values.first { $0.flow.state == state && $0.outcome == nil }?.flow }
    }

    /// Waits for the end of a login.
    /// - Throws: the login's ``RPCError``, or one of type `timeout` or `cancelled`; the login goes on then.
    func wait(_ id: String, uid: UInt32, within bound: Duration) async throws -> SignedIn {
        expire()
        let ticket = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        // A login that nobody comes back to ends by itself, also for those who would wait longer.
        let left = state.withLock { $0.entries[id]?.flow.expiresAt.timeIntervalSince(now()) } ?? 0
        let timer = Task {
            try await Task.sleep(for: min(bound, .seconds(max(0, left))))
            expire()
            leave(id, ticket, RPCError(.timeout, "the browser has not come back yet; wait again with oauth.wait"))
        }
        defer { timer.cancel() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { waiter in
                join(id, uid, ticket, waiter)
                if Task.isCancelled { leave(id, ticket, CancellationError()) }
            }
        } onCancel: {
            leave(id, ticket, CancellationError())
        }
    }

    /// Ends a login with its outcome; those who wait for it learn it now, others as long as it is kept.
    func finish(_ id: String, _ outcome: Outcome) {
        let waiters = state.withLock { state -> [Waiter] in
            guard var entry = state.entries[id], entry.outcome == nil else { return [] }
            let waiters = Array(entry.waiters.values)
            entry.outcome = outcome
            entry.waiters = [:]
            state.entries[id] = entry
            return waiters
        }
        for waiter in waiters { waiter.resume(with: outcome.mapError { $0 }) }
    }

    /// Ends a login of `uid` before the browser came back.
    /// - Returns: the login.
    func cancel(_ id: String, uid: UInt32) throws -> Flow {
        let flow = try find(id, uid)
        finish(id, .failure(RPCError(.cancelled, "the login was cancelled")))
        return flow
    }

    /// Ends every open login, because the daemon stops.
    func endAll() {
        let open = state.withLock { $0.entries.values.filter { $0.outcome == nil }.map(\.flow.id) }
        for id in open { finish(id, .failure(RPCError(.cancelled, "the daemon stops; begin the login again"))) }
    }

    private func join(_ id: String, _ uid: UInt32, _ ticket: UInt64, _ waiter: Waiter) {
        let outcome: Result<SignedIn, any Error>? = state.withLock { state in
            guard let entry = state.entries[id], entry.flow.tenant.uid == uid else { return .failure(Self.unknown) }
            if let outcome = entry.outcome { return outcome.mapError { $0 } }
            state.entries[id]?.waiters[ticket] = waiter
            return nil
        }
        if let outcome { waiter.resume(with: outcome) }
    }

    private func leave(_ id: String, _ ticket: UInt64, _ error: any Error) {
        let waiter = state.withLock { $0.entries[id]?.waiters.removeValue(forKey: ticket) }
        waiter?.resume(throwing: error)
    }

    private func find(_ id: String, _ uid: UInt32) throws -> Flow {
        guard let flow = state.withLock({ $0.entries[id]?.flow }), flow.tenant.uid == uid else { throw Self.unknown }
        return flow
    }

    /// Ends logins whose time is over, and forgets outcomes nobody asked for.
    private func expire() {
        let moment = now()
        let (late, old) = state.withLock { state in
            (
                state.entries.values.filter { $0.outcome == nil && $0.flow.expiresAt <= moment }.map(\.flow.id),
                state.entries.values.filter { $0.outcome != nil && $0.flow.expiresAt + Self.retention <= moment }.map(\.flow.id)
            )
        }
        for id in late { finish(id, .failure(RPCError(.timeout, "nobody signed in in time; begin again"))) }
        state.withLock { state in for id in old { state.entries[id] = nil } }
    }

    private static var unknown: RPCError {
        .invalidParams([
            SchemaViolation(field: "params.flow", rule: "names a login that you began", remedy: "use the flow of oauth.authorize's result")
        ])
    }
}
