/// Compact JSON Web Signatures (RFC 7515 section 7.1).
public enum JWS {
    /// `header.payload.signature` over JSON that the caller has written.
    /// - Parameter header: a JSON object whose `alg` is `algorithm`.
    public static func sign(header: [UInt8], payload: [UInt8], key: PrivateKey, _ algorithm: SignatureAlgorithm) throws(JOSEError) -> String
    {
        var input = Base64URL.encodedBytes(header)
        input.append(UInt8(ascii: "."))
        input += Base64URL.encodedBytes(payload)
        let signature = try key.sign(input, algorithm)
        input.append(UInt8(ascii: "."))
        input += Base64URL.encodedBytes(signature)
        return String(decoding: input, as: UTF8.self)
    }

    /// The header and payload of `compact` if its signature is `key`'s.
    /// - Parameter algorithm: the algorithm the caller expects; the token's own header has no say in it.
    /// - Throws: ``JOSEError`` with code `malformed`, `algorithmMismatch` or `verificationFailed`.
    public static func verify(
        _ compact: String, key: JWK, _ algorithm: SignatureAlgorithm
    ) throws(JOSEError) -> (header: [UInt8], payload: [UInt8]) {
        let parts = compact.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3 else { throw JOSEError(.malformed, "a compact JWS has three parts") }
        let signature = try Base64URL.decode(parts[2])
        let input = Array(compact.utf8.prefix(parts[0].utf8.count + 1 + parts[1].utf8.count))
        guard try key.verifies(signature, of: input, algorithm) else {
            throw JOSEError(.verificationFailed, "the signature is not this key's")
        }
        return (try Base64URL.decode(parts[0]), try Base64URL.decode(parts[1]))
    }
}
