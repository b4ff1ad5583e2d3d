import BrokerAPI
import ATProtoSyntax
import ATProtoOAuth
import FoundationEssentials
import Synchronization

/// All sessions of the machine: durable in the sealed store, and in memory for whoever only reads.
///
/// Writes go to the store first; memory follows when they are durable. Keys are unsealed when a session is first used, so that
/// starting with thousands of sessions costs one pass over their rows.
final class SessionVault: Sendable {
    private struct Entry {
        var record: SessionRecord
        var session: Session?
    }

    private let store: SealedStore
    private let entries: Mutex<[SessionKey: Entry]>
    private let now: @Sendable () -> Date

    /// Reads the rows of all sessions. One that was being refreshed when the last process ended is ambiguous from now on.
    init(_ store: SealedStore, now: @escaping @Sendable () -> Date) async throws {
        self.store = store
        self.now = now
        let records = try await store.allRecords()
        entries = Mutex(Dictionary(uniqueKeysWithValues: records.map { ($0.key, Entry(record: $0)) }))
    }

    /// The rows of one user's sessions, ended ones included.
    func records(of uid: UInt32) -> [SessionRecord] {
        entries.withLock { $0.values.filter { $0.record.key.uid == uid }.map(\.record) }
    }

    /// The rows of all users' sessions.
    var records: [SessionRecord] { entries.withLock { $0.values.map(\.record) } }

    /// The row of one session.
    func record(_ key: SessionKey) -> SessionRecord? { entries.withLock { $0[key]?.record } }

    /// The number of sessions.
    var count: Int { entries.withLock { $0.count } }

    func session(_ key: SessionKey) async throws -> Session? {
        guard let entry = entries.withLock({ $0[key] }), entry.record.state != .needsLogin else { return nil }
        if let session = entry.session { return session }
        guard let payload = try await store.record(for: key)?.payload else { return nil }
        let session = try Session(archive: payload)
        // Somebody may have stored a newer one meanwhile, which then stays.
        return entries.withLock { entries in
            if entries[key]?.session == nil { entries[key]?.session = session }
            return entries[key]?.session
        }
    }

    func set(_ session: Session, _ key: SessionKey) async throws {
        let former = record(key)
        var record = SessionRecord(
            key: key, handle: former?.handle, pds: session.tokenSet.audience.origin, issuer: session.tokenSet.issuer.description,
            scope: session.tokenSet.scope, state: session.rotation.isAmbiguous ? .ambiguousRefresh : .active, cause: nil,
            expiresAt: session.tokenSet.expiresAt, endsAt: Self.end(of: session), createdAt: session.createdAt, updatedAt: now(),
            payload: try session.archive())
        try await store.upsert(record)
        record.payload = nil
        // On disk a rotation under way and a lost one are the same; only the latter is worth telling people.
        if session.rotation.isAmbiguous, let former, former.state != .needsLogin { record.state = former.state }
        entries.withLock { [record] in $0[key] = Entry(record: record, session: session) }
    }

    /// Ends a session: a sign-out forgets it, anything else keeps it listed with its cause, so that one click signs in again.
    func end(_ key: SessionKey, cause: any Error) async throws {
        guard var record = record(key) else { return }
        if cause is TokenRevokedError {
            try await store.delete(key)
            entries.withLock { $0[key] = nil }
            return
        }
        record.state = .needsLogin
        record.cause = SessionEndCause(cause).text
        record.expiresAt = nil
        record.endsAt = nil
        record.updatedAt = now()
        record.payload = nil
        try await store.upsert(record)
        entries.withLock { [record] in $0[key] = Entry(record: record) }
    }

    /// Forgets a session that has ended.
    func remove(_ key: SessionKey) async throws {
        try await store.delete(key)
        entries.withLock { $0[key] = nil }
    }

    /// Says that the answer to a refresh was lost.
    func markAmbiguous(_ key: SessionKey) { entries.withLock { $0[key]?.record.state = .ambiguousRefresh } }

    /// Keeps the account's handle beside its session.
    func setHandle(_ handle: String?, _ key: SessionKey) async throws {
        try await store.setHandle(handle, for: key)
        entries.withLock { $0[key]?.record.handle = handle }
    }

    /// When common servers end a session whatever is done: two weeks after the sign-in of a public client, two years of a
    /// confidential one.
    private static func end(of session: Session) -> Date {
        let days: TimeInterval = session.authentication == .none ? 14 : 730
        return session.createdAt + days * 86400
    }
}
