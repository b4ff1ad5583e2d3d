/// A table with sealed rows, and the column that names a row of a user and registration.
struct SealedTable: Sendable {
    let name: String
    let nameColumn: String

    static let all = [
        SealedTable(name: "session", nameColumn: "did"), SealedTable(name: "login", nameColumn: "nonce"),
        SealedTable(name: "client_key", nameColumn: "kid"),
    ]
}
