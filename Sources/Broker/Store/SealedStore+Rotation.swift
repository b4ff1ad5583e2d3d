import FoundationEssentials
import GRDB
import JOSE

extension SealedStore {
    /// Moves the store to a new master key: makes it, writes it to the key file before the former one, seals everything anew, and
    /// forgets the former key. Sessions go on meanwhile. After an interruption the key file has both keys, and ``reseal()`` goes on.
    /// - Throws: ``StoreError``; the store stays readable with what is in the key file then.
    public func rotateMasterKey(keyFile path: String) async throws {
        let both = try keyring.adding(MasterKey.generate())
        try both.write(keyFile: path)
        use(both)
        try await reseal()
        let fresh = try both.forgettingFormerKeys()
        try fresh.write(keyFile: path)
        use(fresh)
    }

    /// Seals with the current master key whatever a former one sealed, each value in a transaction of its own. Once it returns,
    /// nothing needs the former keys. A store without such values is only read.
    public func reseal() async throws {
        for table in SealedTable.all {
            while try await resealNext(table) {}
        }
        let keyring = keyring
        try await write { database in try Canary.write(database, key: keyring.current) }
    }

    /// - Returns: whether there was one.
    private func resealNext(_ table: SealedTable) async throws -> Bool {
        let keyring = keyring
        return try await write { database in
            let statement = try database.cachedStatement(
                sql: """
                    SELECT rowid, uid, registration, \(table.nameColumn), key_id, sealed FROM \(table.name)
                    WHERE key_id <> ? LIMIT 1
                    """)
            guard let row = try Row.fetchOne(statement, arguments: [keyring.currentID]) else { return false }
            let place = SealedPlace(table: table.name, uid: row[1], registration: row[2], name: row[3])
            let (number, sealed): (Int64, Data) = (row[0], row[5])
            let plain = try place.open([UInt8](sealed), with: keyring.key(row[4]))
            try database.cachedStatement(sql: "UPDATE \(table.name) SET key_id = ?, sealed = ? WHERE rowid = ?")
                .execute(arguments: [keyring.currentID, Data(try place.seal(plain, with: keyring.current)), number])
            return true
        }
    }
}

/// A table with sealed rows, and the column that names a row of a user and registration.
private struct SealedTable: Sendable {
    let name: String
    let nameColumn: String

    static let all = [SealedTable(name: "session", nameColumn: "did"), SealedTable(name: "login", nameColumn: "nonce")]
}
