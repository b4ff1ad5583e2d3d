import FoundationEssentials
import GRDB
import JOSE

extension SealedStore {
    /// Keeps a session in the place of the one with its key, if there is one.
    func upsert(_ record: SessionRecord) async throws {
        try await write { [self] database in
            let key = keyring.current
            let sealed = try record.payload.map { Data(try record.key.place.seal($0, with: key)) }
            try database.cachedStatement(
                sql: """
                    INSERT OR REPLACE INTO session (uid, registration, did, handle, pds, issuer, scope, state, cause,
                        expires_at, ends_at, created_at, updated_at, key_id, sealed)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """
            ).execute(arguments: record.columns + [sealed.map { _ in key.id }, sealed])
        }
    }

    /// One session with its secrets.
    func record(for key: SessionKey) async throws -> SessionRecord? {
        try await read { [self] database in
            let statement = try database.cachedStatement(
                sql: "SELECT \(SessionRecord.columnNames), key_id, sealed FROM session WHERE uid = ? AND registration = ? AND did = ?")
            guard let row = try Row.fetchOne(statement, arguments: key.columns) else { return nil }
            var record = try SessionRecord(row)
            if let keyID: String = row["key_id"], let sealed: Data = row["sealed"] {
                record.payload = try key.place.open([UInt8](sealed), with: keyring.key(keyID))
            }
            return record
        }
    }

    /// Every session of every user, without secrets.
    func allRecords() async throws -> [SessionRecord] {
        try await read { database in
            let rows = try Row.fetchCursor(database, sql: "SELECT \(SessionRecord.columnNames) FROM session")
            var records: [SessionRecord] = []
            while let row = try rows.next() { records.append(try SessionRecord(row)) }
            return records
        }
    }

    /// Forgets a session; one that is not there is forgotten already.
    func delete(_ key: SessionKey) async throws {
        try await write { database in
            try database.cachedStatement(sql: "DELETE FROM session WHERE uid = ? AND registration = ? AND did = ?")
                .execute(arguments: key.columns)
        }
    }

    /// Forgets a session unless a later sign-in has taken its place.
    /// - Parameter createdAt: when it was signed in.
    /// - Returns: whether it was there.
    func delete(_ key: SessionKey, createdAt: Date) async throws -> Bool {
        try await write { database in
            // A date that was kept as a number comes back a hair off.
            try database.cachedStatement(
                sql: "DELETE FROM session WHERE uid = ? AND registration = ? AND did = ? AND abs(created_at - ?) < 0.001"
            ).execute(arguments: key.columns + [createdAt.timeIntervalSince1970])
            return database.changesCount > 0
        }
    }

    /// Keeps an account's handle beside its session, and leaves the session as it is.
    func setHandle(_ handle: String?, for key: SessionKey) async throws {
        try await write { database in
            try database.cachedStatement(sql: "UPDATE session SET handle = ? WHERE uid = ? AND registration = ? AND did = ?")
                .execute(arguments: [handle] + key.columns)
        }
    }
}
