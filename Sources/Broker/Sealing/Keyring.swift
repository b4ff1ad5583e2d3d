public import JOSE

/// The master keys of a store: the one that seals, and former ones that still open what they sealed.
///
/// As bytes a keyring is its keys one after another, 32 bytes each, the current one first; so
/// `head -c 32 /dev/urandom` makes one, and `cat new old` makes one that a store can be moved to another key with.
public struct Keyring: Sendable {
    /// A rotation adds one key and takes the former ones away; more than a handful means that the file is something else.
    static let maximumKeys = 8

    let current: MasterKey
    private let keys: [String: MasterKey]

    /// A keyring from its bytes.
    /// - Throws: ``StoreError`` with `wrongKey` unless they are one to eight keys.
    public init(_ bytes: SecretBytes) throws(StoreError) {
        let length = AESGCM.keyLength
        guard bytes.count > 0, bytes.count % length == 0, bytes.count / length <= Self.maximumKeys else {
            throw StoreError(
                .wrongKey, "a master key has \(length) bytes, and up to \(Self.maximumKeys) may follow one another; here are \(bytes.count)"
            )
        }
        var keys: [MasterKey] = []
        for start in stride(from: 0, to: bytes.count, by: length) {
            keys.append(try MasterKey(bytes.withUnsafeBytes { SecretBytes(copying: $0[start..<start + length]) }))
        }
        try self.init(keys)
    }

    /// - Throws: ``StoreError`` if there is none.
    init(_ keys: [MasterKey]) throws(StoreError) {
        guard let current = keys.first else { throw StoreError(.wrongKey, "there is no master key") }
        self.current = current
        self.keys = Dictionary(keys.map { ($0.id, $0) }) { first, _ in first }
    }

    /// The id of the key that seals.
    public var currentID: String { current.id }

    /// Whether there are former keys, which a rotation leaves behind until everything is sealed anew.
    var hasFormerKeys: Bool { keys.count > 1 }

    /// - Throws: ``StoreError`` with `wrongKey` if the keyring does not have it.
    func key(_ id: String) throws(StoreError) -> MasterKey {
        if let key = keys[id] { return key }
        let known = keys.keys.sorted().joined(separator: ", ")
        throw StoreError(.wrongKey, "sealed with the master key \(id), and here is only \(known): bring the former key back")
    }

    /// A keyring that seals with `key` and still opens everything that this one does.
    func adding(_ key: MasterKey) throws(StoreError) -> Keyring {
        try Keyring([key, current] + keys.values.filter { $0.id != current.id })
    }

    /// The current key alone.
    func forgettingFormerKeys() throws(StoreError) -> Keyring { try Keyring([current]) }

    /// What ``init(_:)-(SecretBytes)`` reads.
    var bytes: SecretBytes {
        let ordered = [current] + keys.values.filter { $0.id != current.id }
        return SecretBytes(count: ordered.count * AESGCM.keyLength) { memory in
            for (index, key) in ordered.enumerated() {
                let place = UnsafeMutableRawBufferPointer(rebasing: memory[(index * AESGCM.keyLength)..<((index + 1) * AESGCM.keyLength)])
                key.bytes.withUnsafeBytes { place.copyMemory(from: $0) }
            }
        }
    }
}
