import COpenSSL

extension JWK {
    /// Whether `signature` is the one this key's owner made of `message`.
    /// - Throws: ``JOSEError`` if the key is no valid point or number, or does not belong to `algorithm`.
    public func verifies(_ signature: [UInt8], of message: [UInt8], _ algorithm: SignatureAlgorithm) throws(JOSEError) -> Bool {
        guard algorithms.contains(algorithm) else {
            throw JOSEError(.algorithmMismatch, "alg \(algorithm.rawValue) does not belong to this key")
        }
        guard let key = makeKey() else { throw JOSEError(.invalidKey, "the members of the JWK are no valid public key") }
        defer { EVP_PKEY_free(key) }
        let coordinate = algorithm.curve?.coordinateLength ?? 0
        return copenssl_verify(
            key, algorithm.digest?.rawValue, algorithm.usesPSS ? 1 : 0, coordinate, message, message.count, signature, signature.count) == 1
    }

    private func makeKey() -> OpaquePointer? {
        let none = copenssl_span(bytes: nil, count: 0)
        switch material {
        case .elliptic(let curve, let x, let y):
            return x.withSpan { x in y.withSpan { y in copenssl_ec_key(curve.groupName, x, y, none) } }
        case .ed25519(let x):
            return x.withSpan { copenssl_ed25519_key($0, none) }
        case .rsa(let modulus, let exponent):
            return modulus.withSpan { n in
                exponent.withSpan { e in
                    var parts = copenssl_rsa(n: n, e: e, d: none, p: none, q: none, dp: none, dq: none, qi: none)
                    return copenssl_rsa_key(&parts)
                }
            }
        }
    }
}
