import JOSE

/// A key that seals the secrets of the store.
struct MasterKey: Sendable {
    /// Names the key beside what it sealed: the first eight bytes of its SHA-256, in hexadecimal. They tell nothing about the key.
    let id: String
    /// The key itself.
    let bytes: SecretBytes

    /// - Throws: ``StoreError`` unless there are 32 bytes.
    init(_ bytes: SecretBytes) throws(StoreError) {
        guard bytes.count == AESGCM.keyLength else {
            throw StoreError(.wrongKey, "a master key has \(AESGCM.keyLength) bytes, this one \(bytes.count)")
        }
        id = bytes.withUnsafeBytes { Digest.sha256.hash($0) }.prefix(8).map(Self.hexadecimal).joined()
        self.bytes = bytes
    }

    /// A new key.
    static func generate() throws(StoreError) -> MasterKey { try MasterKey(SecureRandom.secret(AESGCM.keyLength)) }

    private static func hexadecimal(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }
}
