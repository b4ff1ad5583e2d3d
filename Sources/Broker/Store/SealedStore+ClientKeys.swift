import FoundationEssentials
import GRDB
import JOSE

extension SealedStore {
    /// The keys that were made for a client, the newest first.
    func clientKeys(of registration: String) async throws -> [ClientKeyRecord] {
        try await read { [self] database in
            let statement = try database.cachedStatement(
                sql: """
                    SELECT kid, created_at, retired_at, key_id, sealed FROM client_key
                    WHERE registration = ? ORDER BY retired_at IS NULL DESC, created_at DESC
                    """)
            return try Row.fetchAll(statement, arguments: [registration]).map { row in
                let (id, retired, sealed): (String, Double?, Data) = (row[0], row[2], row[4])
                let place = ClientKeyRecord.place(registration, id)
                return ClientKeyRecord(
                    registration: registration, keyID: id, createdAt: Date(timeIntervalSince1970: row[1]),
                    retiredAt: retired.map(Date.init(timeIntervalSince1970:)),
                    payload: try place.open([UInt8](sealed), with: keyring.key(row[3])))
            }
        }
    }

    /// Keeps a client's new key, and retires those before it in the same step: there is always one that new sessions begin with.
    func addClientKey(_ record: ClientKeyRecord) async throws {
        try await write { [self] database in
            let key = keyring.current
            try database.execute(
                sql: "UPDATE client_key SET retired_at = ? WHERE registration = ? AND retired_at IS NULL",
                arguments: [record.createdAt.timeIntervalSince1970, record.registration])
            try database.execute(
                sql: "INSERT INTO client_key (uid, registration, kid, created_at, key_id, sealed) VALUES (0, ?, ?, ?, ?, ?)",
                arguments: [
                    record.registration, record.keyID, record.createdAt.timeIntervalSince1970, key.id,
                    Data(try record.place.seal(record.payload, with: key)),
                ])
        }
    }

    /// Forgets a client's key.
    func removeClientKey(_ keyID: String, of registration: String) async throws {
        try await write { database in
            try database.execute(sql: "DELETE FROM client_key WHERE registration = ? AND kid = ?", arguments: [registration, keyID])
        }
    }
}
