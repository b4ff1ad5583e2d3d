import JOSE

/// The algorithm that proofs of a key are made with at one server (RFC 9449 section 5.1).
enum DPoPAlgorithm {
    /// ES256 first: every atproto server must take it, and libcrypto signs it fastest by far.
    private static let preference: [SignatureAlgorithm] = [
        .es256, .es384, .es512, .es256k, .edDSA, .ps256, .ps384, .ps512, .rs256, .rs384, .rs512,
    ]

    /// Algorithms for a new key at a server that takes `supported`, best first; a server that does not say takes ES256.
    static func candidates(_ supported: [String]?) -> [SignatureAlgorithm] {
        guard let supported else { return [.es256] }
        return preference.filter { supported.contains($0.rawValue) }
    }

    /// The algorithm for an existing key, or nil if the server takes none of the key's.
    static func choose(for key: PrivateKey, _ supported: [String]?) -> SignatureAlgorithm? {
        guard let supported else { return key.algorithms.first }
        return key.algorithms.first { supported.contains($0.rawValue) }
    }
}
