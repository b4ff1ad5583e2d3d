/// A public JSON Web Key (RFC 7517). There is no room in it for a private member, so none can be published by mistake.
public struct JWK: Hashable, Sendable {
    /// The key itself.
    public enum Material: Hashable, Sendable {
        /// An elliptic curve point; coordinates have the curve's full length.
        case elliptic(EllipticCurve, x: [UInt8], y: [UInt8])
        /// An Ed25519 point in its encoded form of 32 bytes (RFC 8037 section 2).
        case ed25519(x: [UInt8])
        /// Modulus and exponent, big endian without leading zeros.
        case rsa(modulus: [UInt8], exponent: [UInt8])
    }

    /// The key itself.
    public let material: Material
    /// `kid`: the name under which a key set knows the key.
    public var keyID: String?
    /// `alg`: the one algorithm the key is meant for; nil if its owner did not say.
    public var algorithm: SignatureAlgorithm?
    /// `use`: `sig` where it is given.
    public var use: String?
    /// `key_ops`, such as `verify`.
    public var operations: [String]?

    /// A key with the names it is published under.
    public init(
        _ material: Material, keyID: String? = nil, algorithm: SignatureAlgorithm? = nil, use: String? = nil, operations: [String]? = nil
    ) {
        self.material = material
        self.keyID = keyID
        self.algorithm = algorithm
        self.use = use
        self.operations = operations
    }

    /// Algorithms the key can verify, best first: the one it names, else those of its curve or, for RSA, PSS before PKCS#1.
    public var algorithms: [SignatureAlgorithm] {
        if let algorithm { return [algorithm] }
        switch material {
        case .elliptic(let curve, _, _): return [curve.algorithm]
        case .ed25519: return [.edDSA]
        case .rsa: return [.ps256, .ps384, .ps512, .rs256, .rs384, .rs512]
        }
    }
}
