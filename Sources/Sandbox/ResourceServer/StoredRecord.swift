/// A record and where it stands.
struct StoredRecord: Sendable {
    let uri: String
    let key: String
    let cid: String
    let value: JSON

    var view: JSON {
        ["uri": .string(uri), "cid": .string(cid), "value": value]
    }
}
