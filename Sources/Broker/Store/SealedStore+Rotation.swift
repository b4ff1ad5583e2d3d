import FoundationEssentials
import GRDB
import JOSE

extension SealedStore {
    /// Whether a former master key is still there: the rotation was interrupted, and ``rotateMasterKey(keyFile:)`` goes on with it.
    public var isRotating: Bool { keyring.hasFormerKeys }

    /// Moves the store to a new master key: makes it, writes it to the key file before the former one, seals everything anew, and
    /// forgets the former key. Sessions go on meanwhile.
    /// - Returns: how many secrets were sealed anew.
    /// - Throws: ``StoreError``; the store stays readable with what is in the key file then.
    @discardableResult
    public func rotateMasterKey(keyFile path: String) async throws -> Int {
        if !isRotating {
            let both = try keyring.adding(MasterKey.generate())
            try both.write(keyFile: path)
            use(both)
        }
        let count = try await reseal()
        let fresh = try keyring.forgettingFormerKeys()
        try fresh.write(keyFile: path)
        use(fresh)
        return count
    }

    /// Seals with the current master key whatever a former one sealed, each value in a transaction of its own. Once it returns,
    /// nothing needs the former keys, which whoever keeps the master key as a credential may then take away.
    /// - Returns: how many values there were.
    @discardableResult
    public func reseal() async throws -> Int {
        var count = 0
        for table in SealedTable.all {
            while try await resealNext(table) { count += 1 }
        }
        try await write { [self] database in try Canary.write(database, key: keyring.current) }
        return count
    }

    /// The id of the master key that seals.
    var currentKeyID: String { keyring.currentID }

    /// Proves that the store takes a durable change, by making one that is as large as a session is.
    /// - Throws: ``StoreError``.
    func checkWritable() async throws {
        try await write { database in
            try database.execute(sql: "INSERT OR REPLACE INTO meta (name, key_id, sealed) VALUES ('probe', '', zeroblob(16384))")
        }
    }

    /// Proves that the keys at hand open what is sealed.
    /// - Throws: ``StoreError`` with `wrongKey` or `damaged`.
    func checkKeys() async throws {
        try await read { [self] database in try Canary.check(database, keyring: keyring, path: path) }
    }

    /// - Returns: whether there was one.
    private func resealNext(_ table: SealedTable) async throws -> Bool {
        try await write { [self] database in
            let keyring = keyring
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
