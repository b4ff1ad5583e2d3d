import FoundationEssentials
import GRDB
import JOSE

extension SealedStore {
    /// Keeps a sign-in until the browser comes back.
    func putLogin(_ record: LoginRecord) async throws {
        try await write { [self] database in
            let key = keyring.current
            let sealed = Data(try record.place.seal(record.payload, with: key))
            try database.cachedStatement(
                sql: """
                    INSERT OR REPLACE INTO login (uid, registration, nonce, created_at, expires_at, key_id, sealed)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """
            ).execute(
                arguments: [
                    record.uid, record.registration, record.nonce, record.createdAt.timeIntervalSince1970,
                    record.expiresAt.timeIntervalSince1970, key.id, sealed,
                ])
        }
    }

    /// Hands out a sign-in and forgets it in the same step, so that an answer counts once however often it is brought.
    func takeLogin(uid: UInt32, registration: String, nonce: String) async throws -> LoginRecord? {
        try await write { [self] database in
            let statement = try database.cachedStatement(
                sql: """
                    DELETE FROM login WHERE uid = ? AND registration = ? AND nonce = ?
                    RETURNING created_at, expires_at, key_id, sealed
                    """)
            guard let row = try Row.fetchOne(statement, arguments: [uid, registration, nonce]) else { return nil }
            let place = LoginRecord.place(uid: uid, registration: registration, nonce: nonce)
            let sealed: Data = row[3]
            return LoginRecord(
                uid: uid, registration: registration, nonce: nonce, createdAt: Date(timeIntervalSince1970: row[0]),
                expiresAt: Date(timeIntervalSince1970: row[1]), payload: try place.open([UInt8](sealed), with: keyring.key(row[2])))
        }
    }

    /// Forgets the sign-ins that nobody came back from.
    /// - Returns: how many there were.
    @discardableResult
    func purge(expiredAt now: Date) async throws -> Int {
        try await write { database in
            try database.execute(sql: "DELETE FROM login WHERE expires_at <= ?", arguments: [now.timeIntervalSince1970])
            return database.changesCount
        }
    }
}

extension LoginRecord {
    static func place(uid: UInt32, registration: String, nonce: String) -> SealedPlace {
        SealedPlace(table: "login", uid: uid, registration: registration, name: nonce)
    }

    var place: SealedPlace { Self.place(uid: uid, registration: registration, nonce: nonce) }
}
