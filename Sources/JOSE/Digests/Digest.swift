import COpenSSL

/// The hash functions of FIPS 180-4 that JOSE and OAuth use.
public enum Digest: String, Sendable, CaseIterable {
    /// SHA-256, 32 bytes.
    case sha256 = "SHA256"
    /// SHA-384, 48 bytes.
    case sha384 = "SHA384"
    /// SHA-512, 64 bytes.
    case sha512 = "SHA512"

    /// The hash of `bytes`.
    public func hash(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: Int(EVP_MAX_MD_SIZE)) { into, count in
            var length: UInt32 = 0
            guard copenssl_digest(rawValue, bytes.bound, bytes.count, into.baseAddress, &length) == 1 else {
                fatalError("libcrypto has no \(rawValue)")
            }
            count = Int(length)
        }
    }

    /// The hash of `bytes`.
    public func hash(_ bytes: some Collection<UInt8>) -> [UInt8] { Array(bytes).withUnsafeBytes(hash) }

    /// The hash of a text's UTF-8.
    public func hash(_ text: String) -> [UInt8] { hash(text.utf8) }
}
