import Synchronization

/// The records and blobs of all accounts, in memory.
final class Repositories: Sendable {
    private struct State {
        /// By DID, collection and record key.
        var records: [String: [String: [String: StoredRecord]]] = [:]
        var blobs: [String: [String: StoredBlob]] = [:]
        var blobBytes = 0
    }

    private let state = Mutex(State())
    private let storedBlobLimit: Int
    let ids: TimestampIDs

    init(configuration: SandboxConfiguration, random: Randomness) {
        storedBlobLimit = configuration.maximumStoredBlobBytes
        ids = TimestampIDs(random: random, now: configuration.now)
    }

    func put(_ value: JSON, _ repo: String, _ collection: String, _ key: String) -> StoredRecord {
        let record = StoredRecord(uri: "at://\(repo)/\(collection)/\(key)", key: key, cid: ContentID.ofRecord(value), value: value)
        state.withLock { $0.records[repo, default: [:]][collection, default: [:]][key] = record }
        return record
    }

    func record(_ repo: String, _ collection: String, _ key: String) -> StoredRecord? {
        state.withLock { $0.records[repo]?[collection]?[key] }
    }

    /// In order of keys, ascending.
    func records(_ repo: String, _ collection: String) -> [StoredRecord] {
        state.withLock { $0.records[repo]?[collection] ?? [:] }.values.sorted { $0.key < $1.key }
    }

    func collections(_ repo: String) -> [String] {
        state.withLock { $0.records[repo] ?? [:] }.filter { !$0.value.isEmpty }.keys.sorted()
    }

    func delete(_ repo: String, _ collection: String, _ key: String) {
        state.withLock { _ = $0.records[repo]?[collection]?.removeValue(forKey: key) }
    }

    /// False if there is no room.
    func keep(_ blob: StoredBlob, _ repo: String) -> Bool {
        state.withLock { state in
            if state.blobs[repo]?[blob.cid] != nil { return true }
            guard state.blobBytes + blob.bytes.count <= storedBlobLimit else { return false }
            state.blobBytes += blob.bytes.count
            state.blobs[repo, default: [:]][blob.cid] = blob
            return true
        }
    }

    func blob(_ repo: String, _ cid: String) -> StoredBlob? {
        state.withLock { $0.blobs[repo]?[cid] }
    }
}
