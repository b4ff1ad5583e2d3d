/// The asymmetric JWS algorithms of RFC 7518 section 3.1, RFC 8037 and RFC 8812.
public enum SignatureAlgorithm: String, Sendable, CaseIterable, Codable {
    /// ECDSA with P-256 and SHA-256, which every atproto server understands.
    case es256 = "ES256"
    /// ECDSA with secp256k1 and SHA-256 (RFC 8812).
    case es256k = "ES256K"
    /// ECDSA with P-384 and SHA-384.
    case es384 = "ES384"
    /// ECDSA with P-521 and SHA-512.
    case es512 = "ES512"
    /// Ed25519 (RFC 8037 section 3.1).
    case edDSA = "EdDSA"
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    case rs256 = "RS256"
    /// RSASSA-PKCS1-v1_5 with SHA-384.
    case rs384 = "RS384"
    /// RSASSA-PKCS1-v1_5 with SHA-512.
    case rs512 = "RS512"
    /// RSASSA-PSS with SHA-256.
    case ps256 = "PS256"
    /// RSASSA-PSS with SHA-384.
    case ps384 = "PS384"
    /// RSASSA-PSS with SHA-512.
    case ps512 = "PS512"

    /// The curve that the algorithm needs; nil for RSA and for Ed25519, whose only curve needs no name.
    public var curve: EllipticCurve? {
        switch self {
        case .es256: .p256
        case .es256k: .secp256k1
        case .es384: .p384
        case .es512: .p521
        case .edDSA, .rs256, .rs384, .rs512, .ps256, .ps384, .ps512: nil
        }
    }

    /// Whether keys for the algorithm are RSA keys.
    public var isRSA: Bool { rawValue.hasPrefix("RS") || usesPSS }

    /// The hash that is signed; nil for Ed25519, which takes the message itself.
    var digest: Digest? {
        switch self {
        case .es256, .es256k, .rs256, .ps256: .sha256
        case .es384, .rs384, .ps384: .sha384
        case .es512, .rs512, .ps512: .sha512
        case .edDSA: nil
        }
    }

    var usesPSS: Bool { rawValue.hasPrefix("PS") }
}
