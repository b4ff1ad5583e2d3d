import COpenSSL

/// AES-256-GCM (NIST SP 800-38D): seals bytes so that they can neither be read nor changed, nor moved to where other associated data holds.
public enum AESGCM {
    /// A key's length in bytes.
    public static let keyLength = 32
    private static let nonceLength = 12
    private static let tagLength = 16

    /// Nonce, ciphertext and tag, one after the other. The nonce is drawn afresh for each call: a key must not seal more than 2³² values.
    /// - Parameter associated: bytes that are not hidden, but without which the value does not open.
    public static func seal(_ plain: SecretBytes, key: SecretBytes, associated: [UInt8]) throws(JOSEError) -> [UInt8] {
        try check(key)
        let nonce = SecureRandom.bytes(nonceLength)
        var cipher = [UInt8](repeating: 0, count: plain.count)
        var tag = [UInt8](repeating: 0, count: tagLength)
        let sealed = key.withUnsafeBytes { key in
            plain.withUnsafeBytes { plain in
                associated.withSpan { associated in
                    plain.withSpan { plain in
                        copenssl_gcm_seal(key.bound, nonce, associated, plain, &cipher, &tag)
                    }
                }
            }
        }
        guard sealed == 1 else { throw JOSEError(.cryptography, "AES-GCM failed to seal") }
        return nonce + cipher + tag
    }

    /// What ``seal(_:key:associated:)`` sealed with the same key and associated data.
    /// - Throws: ``JOSEError`` with code `verificationFailed` for another key, other associated data or a changed value.
    public static func open(_ sealed: [UInt8], key: SecretBytes, associated: [UInt8]) throws(JOSEError) -> SecretBytes {
        try check(key)
        guard sealed.count >= nonceLength + tagLength else { throw JOSEError(.malformed, "a sealed value has at least 28 bytes") }
        let nonce = Array(sealed.prefix(nonceLength))
        let cipher = Array(sealed.dropFirst(nonceLength).dropLast(tagLength))
        let tag = Array(sealed.suffix(tagLength))
        return try SecretBytes(count: cipher.count) { (plain) throws(JOSEError) in
            let opened = key.withUnsafeBytes { key in
                associated.withSpan { associated in
                    cipher.withSpan { cipher in
                        copenssl_gcm_open(key.bound, nonce, associated, cipher, tag, plain.baseAddress?.assumingMemoryBound(to: UInt8.self))
                    }
                }
            }
            guard opened == 1 else { throw JOSEError(.verificationFailed, "a sealed value does not open with this key in this place") }
        }
    }

    private static func check(_ key: SecretBytes) throws(JOSEError) {
        guard key.count == keyLength else { throw JOSEError(.invalidKey, "an AES-256 key has 32 bytes, this one \(key.count)") }
    }
}
