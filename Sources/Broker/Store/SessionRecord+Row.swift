import BrokerAPI
import FoundationEssentials
import GRDB

extension SessionRecord {
    static let columnNames =
        "uid, registration, did, handle, pds, issuer, scope, state, cause, expires_at, ends_at, created_at, updated_at"

    /// The values of `columnNames`. Times are seconds since 1970.
    var columns: StatementArguments {
        let times = [expiresAt, endsAt, createdAt, updatedAt].map { $0?.timeIntervalSince1970 }
        return key.columns + [handle, pds, issuer, scope, state.rawValue, cause] + StatementArguments(times)
    }

    /// The record of a row that begins with `columnNames`, without its secrets. Columns are read by place, which is faster than by name.
    init(_ row: Row) throws(StoreError) {
        let name: String = row[7]
        guard let state = SessionState(rawValue: name) else {
            throw StoreError(.damaged, "a session has the state \(name), which none has")
        }
        self.init(
            key: SessionKey(uid: row[0], registration: row[1], did: row[2]), handle: row[3], pds: row[4], issuer: row[5], scope: row[6],
            state: state, cause: row[8], expiresAt: Self.date(row[9]), endsAt: Self.date(row[10]),
            createdAt: Date(timeIntervalSince1970: row[11]), updatedAt: Date(timeIntervalSince1970: row[12]))
    }

    private static func date(_ seconds: Double?) -> Date? { seconds.map(Date.init(timeIntervalSince1970:)) }
}

extension SessionKey {
    var columns: StatementArguments { [uid, registration, did] }
    var place: SealedPlace { SealedPlace(table: "session", uid: uid, registration: registration, name: did) }
}
