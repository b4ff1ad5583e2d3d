import ATProtoOAuth
import FoundationEssentials
import Synchronization

/// The lock manager, with a note of what each holder does and how long it had to wait, for administrators.
final class ChangeLedger: RequestLock {
    /// A session that is being changed.
    struct Change: Sendable, Hashable {
        let uid: UInt32
        let did: String
        let kind: ChangeKind
        let since: Date
        let waiting: Int
    }

    private let locks: KeyedLock
    private let metrics: Metrics
    private let kinds = Mutex<[String: ChangeKind]>([:])

    init(_ locks: KeyedLock, metrics: Metrics) {
        self.locks = locks
        self.metrics = metrics
    }

    /// The changes under way, the oldest first.
    var changes: [Change] {
        let kinds = kinds.withLock { $0 }
        return locks.held.compactMap { held in
            // The name is the tenant's lock: user, registration, what the library calls it, DID.
            let parts = held.name.split(separator: " ")
            guard let uid = parts.first.flatMap({ UInt32($0) }), let did = parts.last else { return nil }
            return Change(uid: uid, did: String(did), kind: kinds[held.name] ?? .refresh, since: held.since, waiting: held.waiting)
        }
    }

    func withLock<Result: Sendable>(_ name: String, _ body: @Sendable () async throws -> Result) async throws -> Result {
        let asked = ContinuousClock.now
        return try await locks.withLock(name) {
            metrics.observe(.lockWaitSeconds, [], ContinuousClock.now - asked)
            kinds.withLock { $0[name] = ChangeKind.current }
            defer { kinds.withLock { $0[name] = nil } }
            return try await counted(body)
        }
    }

    /// Under the lock every refresh is made once, however many callers learn of its failure.
    private func counted<Result: Sendable>(_ body: @Sendable () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch let error as TokenRefreshError {
            if let outcome = error.outcome { metrics.count(.refreshes, [outcome]) }
            throw error
        }
    }
}
