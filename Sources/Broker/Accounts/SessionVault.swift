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
    private let store: SealedStore
    private let table: Mutex<SessionTable>
    private let now: @Sendable () -> Date
    /// The handles of sessions that are gone, until their end has been told.
    private let departed = Mutex<[SessionKey: String]>([:])

    /// Reads the rows of all sessions. One that was being refreshed when the last process ended is ambiguous from now on.
    /// - Parameter unsealedAtMost: how many may have their secrets in memory.
    init(_ store: SealedStore, unsealedAtMost: Int = 4096, now: @escaping @Sendable () -> Date) async throws {
        self.store = store
        self.now = now
        table = Mutex(SessionTable(try await store.allRecords(), unsealedAtMost: unsealedAtMost))
    }

    /// The rows of one user's sessions, ended ones included, and no more than `most`.
    func records(of uid: UInt32, atMost most: Int = .max) -> [SessionRecord] { table.withLock { $0.records(of: uid, atMost: most) } }

    /// The rows of all users' sessions.
    var records: [SessionRecord] { table.withLock { Array($0.records) } }

    /// The row of one session.
    func record(_ key: SessionKey) -> SessionRecord? { table.withLock { $0[key]?.record } }

    /// The rows of the sessions of `uid` that `name`, a DID or a handle in small letters, means.
    func records(called name: String, uid: UInt32) -> [SessionRecord] { table.withLock { $0.find(name, uid: uid) } }

    /// The number of sessions.
    var count: Int { table.withLock { $0.count } }

    /// The rows that `isChosen` picks, given when somebody used each session last. It runs under a lock that callers need: it is
    /// to compare and nothing else.
    func records(where isChosen: (SessionRecord, _ usedAt: Date?) -> Bool) -> [SessionRecord] {
        table.withLock { table in
            var chosen: [SessionRecord] = []
            for entry in table.all where isChosen(entry.record, entry.usedAt) { chosen.append(entry.record) }
            return chosen
        }
    }

    /// Notes that somebody uses the session.
    func noteUse(_ key: SessionKey) {
        let now = now()
        table.withLock { $0.use(key, at: now) }
    }

    /// A session with its secrets if they are in memory. Whoever asks uses it.
    func sessionAtHand(_ key: SessionKey) -> Session? {
        let now = now()
        return table.withLock { table in
            guard let session = table[key]?.session else { return nil }
            table.use(key, at: now)
            return session
        }
    }

    /// A session with its secrets; nil if there is none.
    /// - Throws: ``RPCError`` with the cause for one that has ended, which callers may learn in the middle of a call.
    func session(_ key: SessionKey) async throws -> Session? {
        guard let entry = table.withLock({ $0[key] }) else { return nil }
        guard entry.record.state != .needsLogin else { throw RPCError(needsLogin: entry.record) }
        if let session = entry.session { return session }
        guard let payload = try await store.record(for: key)?.payload else { return nil }
        let session = try Session(archive: payload)
        // Somebody may have stored a newer one meanwhile, which then stays, or ended it.
        return table.withLock { table in
            if table[key]?.session == nil, table[key]?.record.state != .needsLogin { table[key]?.session = session }
            return table[key]?.session
        }
    }

    func set(_ session: Session, _ key: SessionKey) async throws {
        let former = table.withLock { $0[key] }
        let isRenewed = former?.session?.tokenSet.id != session.tokenSet.id
        var record = SessionRecord(
            key: key, handle: former?.record.handle, pds: session.tokenSet.audience.origin, issuer: session.tokenSet.issuer.description,
            scope: session.tokenSet.scope, state: session.rotation.isAmbiguous ? .ambiguousRefresh : .active,
            cause: session.rotation.isAmbiguous ? Self.lostAnswer(session.sub).text : nil, expiresAt: session.tokenSet.expiresAt,
            endsAt: Self.end(of: session), createdAt: session.createdAt,
            updatedAt: isRenewed ? now() : former?.record.updatedAt ?? now(), payload: try session.archive())
        try await store.upsert(record)
        record.payload = nil
        // On disk a rotation under way and a lost one are the same; only the latter is worth telling people.
        if session.rotation.isAmbiguous, let former = former?.record, former.state != .needsLogin {
            (record.state, record.cause) = (former.state, former.cause)
        }
        table.withLock { [record] table in
            // A handle may have been learned meanwhile, and the session used.
            var entry = table[key] ?? SessionTable.Entry(record: record)
            let handle = entry.record.handle
            entry.record = record
            entry.record.handle = handle
            entry.session = session
            table[key] = entry
        }
    }

    /// Ends a session: a sign-out forgets it, anything else keeps it listed with its cause, so that one click signs in again.
    func end(_ key: SessionKey, cause: any Error) async throws {
        guard var record = record(key) else { return }
        if cause is TokenRevokedError {
            do {
                try await store.delete(key)
                departed.withLock { $0[key] = record.handle }
                return table.withLock { $0[key] = nil }
            } catch {
                // Its tokens are revoked: it is of no use, though it cannot be forgotten yet.
                settle(&record, cause)
                table.withLock { [record] in $0[key] = SessionTable.Entry(record: record) }
                throw error
            }
        }
        settle(&record, cause)
        // That the disk takes no more does not bring the session back: callers learn of its end. What is on disk is at worst a refresh
        // under way or the session as it was, and the next start comes to the same end from there.
        try? await store.upsert(record)
        table.withLock { [record] in $0[key] = SessionTable.Entry(record: record) }
    }

    /// Makes of a session's row that of one which has ended.
    private func settle(_ record: inout SessionRecord, _ cause: any Error) {
        record.state = .needsLogin
        record.cause = SessionEndCause(cause).text
        record.expiresAt = nil
        record.endsAt = nil
        record.updatedAt = now()
        record.payload = nil
    }

    /// Forgets a session that has ended, unless somebody signs in again at this very moment.
    /// - Returns: whether it was forgotten.
    func remove(_ record: SessionRecord) async throws -> Bool {
        guard try await store.delete(record.key, createdAt: record.createdAt) else { return false }
        table.withLock { if $0[record.key]?.record.createdAt == record.createdAt { $0[record.key] = nil } }
        return true
    }

    /// The handle of an account whose session something has happened to, which may be that it is gone.
    func handleForNews(of key: SessionKey) -> String? {
        let last = departed.withLock { $0.removeValue(forKey: key) }
        return record(key)?.handle ?? last
    }

    /// Says that the answer to a refresh was lost.
    func markAmbiguous(_ key: SessionKey) {
        guard let sub = try? DID(key.did) else { return }
        table.withLock { table in
            guard let state = table[key]?.record.state, state != .needsLogin else { return }
            table[key]?.record.state = .ambiguousRefresh
            table[key]?.record.cause = Self.lostAnswer(sub).text
        }
    }

    /// Keeps the account's handle beside its session.
    func setHandle(_ handle: String?, _ key: SessionKey) async throws {
        try await store.setHandle(handle, for: key)
        table.withLock { $0[key]?.record.handle = handle }
    }

    private static func lostAnswer(_ sub: DID) -> SessionEndCause {
        SessionEndCause(TokenRefreshError(sub, .ambiguous))
    }

    /// When common servers end a session whatever is done: two weeks after the sign-in of a public client, two years of a
    /// confidential one.
    private static func end(of session: Session) -> Date {
        let days: TimeInterval = session.authentication == .none ? 14 : 730
        return session.createdAt + days * 86400
    }
}
