import COpenSSL

/// Random bytes from libcrypto's generator, which the kernel seeds.
public enum SecureRandom {
    /// `count` random bytes.
    public static func bytes(_ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            // A generator that cannot deliver leaves nothing that could safely be done.
            guard count == 0 || RAND_bytes(buffer.baseAddress, Int32(count)) == 1 else { fatalError("no randomness available") }
            filled = count
        }
    }

    /// `count` random bytes that are themselves a secret.
    public static func secret(_ count: Int) -> SecretBytes {
        SecretBytes(count: count) { memory in memory.copyBytes(from: bytes(count)) }
    }
}
