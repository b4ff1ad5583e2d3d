import JOSE

/// Where a sealed value stands. It is the value's associated data, so that a value moved to another row does not open.
struct SealedPlace {
    let table: String
    let uid: UInt32
    let registration: String
    let name: String

    func seal(_ plain: SecretBytes, with key: MasterKey) throws(JOSEError) -> [UInt8] {
        try AESGCM.seal(plain, key: key.bytes, associated: associatedData(key))
    }

    func open(_ sealed: [UInt8], with key: MasterKey) throws(JOSEError) -> SecretBytes {
        try AESGCM.open(sealed, key: key.bytes, associated: associatedData(key))
    }

    /// Each part goes with its length before it, so that no two places have the same text.
    private func associatedData(_ key: MasterKey) -> [UInt8] {
        let parts = [table, String(uid), registration, name, key.id]
        return Array(parts.map { "\($0.utf8.count):\($0)" }.joined().utf8)
    }
}
