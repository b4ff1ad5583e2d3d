import GRDB

/// The tables of the store.
enum StoreSchema {
    /// The format's number, kept as SQLite's `user_version`.
    static let version: Int32 = 2

    /// Sealed columns are null together with their `key_id`: an ended session has no secrets any more.
    private static let tables = """
        CREATE TABLE session (
            uid INTEGER NOT NULL, registration TEXT NOT NULL, did TEXT NOT NULL,
            handle TEXT, pds TEXT NOT NULL, issuer TEXT NOT NULL, scope TEXT NOT NULL, state TEXT NOT NULL, cause TEXT,
            expires_at REAL, ends_at REAL, created_at REAL NOT NULL, updated_at REAL NOT NULL,
            key_id TEXT, sealed BLOB,
            PRIMARY KEY (uid, registration, did)
        ) STRICT;
        CREATE TABLE login (
            uid INTEGER NOT NULL, registration TEXT NOT NULL, nonce TEXT NOT NULL,
            created_at REAL NOT NULL, expires_at REAL NOT NULL,
            key_id TEXT NOT NULL, sealed BLOB NOT NULL,
            PRIMARY KEY (uid, registration, nonce)
        ) STRICT;
        \(clientKeys)
        CREATE TABLE meta (name TEXT PRIMARY KEY, key_id TEXT NOT NULL, sealed BLOB NOT NULL) STRICT;
        """

    /// What format 2 added. Client keys are no user's: `uid` is 0, and there because every sealed row has one.
    private static let clientKeys = """
        CREATE TABLE client_key (
            uid INTEGER NOT NULL, registration TEXT NOT NULL, kid TEXT NOT NULL,
            created_at REAL NOT NULL, retired_at REAL,
            key_id TEXT NOT NULL, sealed BLOB NOT NULL,
            PRIMARY KEY (uid, registration, kid)
        ) STRICT;
        """

    /// Brings a store of an older format to this one, in one step.
    static func upgrade(_ database: Database) throws {
        let found = try Int32.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        guard found < version else { return }
        try database.inTransaction {
            try database.execute(sql: clientKeys)
            try database.execute(sql: "PRAGMA user_version = \(version)")
            return .commit
        }
    }

    /// Makes the file, whole or not at all: it gets its name when everything in it is durable, so that a file under that name
    /// always says what it is, even if the power fails during the first start.
    static func create(_ path: String, keyring: Keyring) throws {
        let draft = PrivateFile(path: path + ".new")
        try draft.clear()
        // The journal of a first start that was cut off does not belong to the new draft.
        PrivateFile(path: draft.path + "-journal").remove()
        var configuration = GRDB.Configuration()
        // The rollback journal, unlike a log, leaves one file behind.
        configuration.prepareDatabase { database in try database.execute(sql: "PRAGMA synchronous = EXTRA") }
        let queue = try DatabaseQueue(path: draft.path, configuration: configuration)
        try queue.write { database in
            try database.execute(sql: "PRAGMA application_id = \(StoreHeader.applicationID)")
            try database.execute(sql: "PRAGMA user_version = \(version)")
            try database.execute(sql: tables)
            try Canary.write(database, key: keyring.current)
        }
        try queue.close()
        try draft.move(to: path)
    }
}
