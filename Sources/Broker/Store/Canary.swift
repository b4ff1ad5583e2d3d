import FoundationEssentials
import GRDB
import JOSE

/// A sealed value that is no secret, by which a wrong key is noticed before anything is written with it.
enum Canary {
    private static let place = SealedPlace(table: "meta", uid: 0, registration: "", name: "canary")
    private static let song = SecretBytes(copying: Array("atoauthd".utf8))

    static func write(_ database: Database, key: MasterKey) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO meta (name, key_id, sealed) VALUES (?, ?, ?)",
            arguments: [place.name, key.id, Data(try place.seal(song, with: key))])
    }

    /// - Throws: ``StoreError`` with `wrongKey`, or `damaged` if there is no canary.
    static func check(_ database: Database, keyring: Keyring, path: String) throws {
        guard let row = try Row.fetchOne(database, sql: "SELECT key_id, sealed FROM meta WHERE name = ?", arguments: [place.name]) else {
            throw StoreError(.damaged, "\(path) does not tell which key it was sealed with")
        }
        let sealed: Data = row[1]
        let key = try keyring.key(row[0])
        guard try place.open([UInt8](sealed), with: key) == song else { throw StoreError(.wrongKey, "\(path) does not open with its key") }
    }
}
