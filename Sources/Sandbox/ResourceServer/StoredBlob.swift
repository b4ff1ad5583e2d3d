/// An uploaded blob.
struct StoredBlob: Sendable {
    let cid: String
    let type: String
    let bytes: [UInt8]

    /// The reference that goes into records.
    var reference: JSON {
        [
            "$type": "blob", "ref": ["$link": .string(cid)], "mimeType": .string(type), "size": .integer(Int64(bytes.count)),
        ]
    }
}
