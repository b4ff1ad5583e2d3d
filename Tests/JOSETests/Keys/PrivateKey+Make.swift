import JOSE

extension PrivateKey {
    // Making RSA keys takes seconds, so all tests share two.
    private static let rsa = (0..<2).compactMap { _ in
        try? generate(.ps256).exportJWK().withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    }

    /// A key for `algorithm`; for RSA one of two.
    static func make(_ algorithm: SignatureAlgorithm, keyID: String? = nil, another: Bool = false) throws -> PrivateKey {
        guard algorithm.isRSA else { return try generate(algorithm, keyID: keyID) }
        let json = rsa[another ? 1 : 0].replacing("PS256", with: algorithm.rawValue)
        return try PrivateKey(jwk: SecretBytes(copying: json.utf8), keyID: keyID, trust: .own)
    }
}
