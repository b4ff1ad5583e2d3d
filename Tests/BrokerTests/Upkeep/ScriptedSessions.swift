import ATProtoOAuth
import ATProtoSyntax
import FoundationEssentials
import Synchronization

@testable import Broker

/// Sessions without servers: refreshes end as the test says, when it says so.
final class ScriptedSessions: MaintainedSessions {
    /// Each refresh as it begins.
    let (refreshes, refreshed) = AsyncStream<SessionKey>.makeStream()
    /// The sessions whose ends were announced.
    let announced = Mutex<[SessionKey]>([])
    private let rows: Mutex<[SessionKey: SessionRecord]>
    private let answer: @Sendable (SessionRecord) async throws -> SessionRecord

    init(_ records: [SessionRecord], answer: @escaping @Sendable (SessionRecord) async throws -> SessionRecord) {
        rows = Mutex(Dictionary(uniqueKeysWithValues: records.map { ($0.key, $0) }))
        self.answer = answer
    }

    func records(where isChosen: (SessionRecord, _ usedAt: Date?) -> Bool) -> [SessionRecord] {
        rows.withLock { $0.values.filter { isChosen($0, .distantFuture) } }
    }

    func record(_ key: SessionKey) -> SessionRecord? { rows.withLock { $0[key] } }

    func refresh(_ key: SessionKey) async throws {
        guard let record = record(key) else { throw TokenRefreshError(try DID(key.did), .noSession) }
        refreshed.yield(key)
        let renewed = try await answer(record)
        rows.withLock { $0[key] = renewed }
    }

    func announceEnd(of record: SessionRecord) { announced.withLock { $0.append(record.key) } }
}
