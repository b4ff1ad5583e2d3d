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

    /// Makes sure that `uid` may begin another login.
    /// - Throws: ``RPCError`` `rate_limited` if too many are open.
    func checkRoom(for uid: UInt32) throws {
        expire()
        let open = state.withLock { $0.entries.values.filter { $0.flow.tenant.uid == uid && $0.outcome == nil } }
        guard open.count >= openPerUser else { return }
        let wait = open.map { $0.flow.expiresAt.timeIntervalSince(now()) }.min() ?? 0
        throw RPCError(
            .rateLimited, "\(open.count) logins are open; finish one or end it with oauth.cancel",
            details: ["retryAfterMs": .int(Int64(max(0, wait) * 1000))])
    }

    func open(_ flow: Flow) { state.withLock { $0.entries[flow.id] = Entry(flow: flow) } }

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
        let timer = Task {
            try await Task.sleep(for: bound)
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
    func cancel(_ id: String, uid: UInt32) throws {
        _ = try find(id, uid)
        finish(id, .failure(RPCError(.cancelled, "the login was cancelled")))
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
