import Crypto
import FoundationEssentials
import _CryptoExtras

/// A public key from a JWK (RFC 7517), with its RFC 7638 thumbprint.
struct VerificationKey: Sendable {
    private enum Material: Sendable {
        case p256(P256.Signing.PublicKey)
        case p384(P384.Signing.PublicKey)
        case p521(P521.Signing.PublicKey)
        case rsa(_RSA.Signing.PublicKey)
    }

    let thumbprint: String
    private let material: Material

    /// Nil for private, incomplete, unsupported or off-curve keys.
    init?(_ jwk: JSON) {
        guard jwk["d"] == nil, jwk["k"] == nil, jwk["p"] == nil else { return nil }
        guard let type = jwk["kty"]?.string, let material = Self.material(type, jwk) else { return nil }
        self.material = material
        // RFC 7638 §3.2: the required members only, in lexicographic order, which `JSON.bytes` gives.
        let required = (type == "EC" ? ["crv", "kty", "x", "y"] : ["e", "kty", "n"])
        let members = required.compactMap { name in jwk[name].map { (name, $0) } }
        thumbprint = Base64URL.encode(SHA256.hash(data: JSON.object(Dictionary(uniqueKeysWithValues: members)).bytes))
    }

    private static func material(_ type: String, _ jwk: JSON) -> Material? {
        func bytes(_ name: String) -> [UInt8]? { jwk[name]?.string.flatMap { Base64URL.decode($0) } }
        if type == "RSA" {
            guard let n = bytes("n"), let e = bytes("e") else { return nil }
            return (try? _RSA.Signing.PublicKey(n: n, e: e)).map { .rsa($0) }
        }
        guard type == "EC", let x = bytes("x"), let y = bytes("y") else { return nil }
        switch jwk["crv"]?.string {
        case "P-256": return (try? P256.Signing.PublicKey(rawRepresentation: x + y)).map { .p256($0) }
        case "P-384": return (try? P384.Signing.PublicKey(rawRepresentation: x + y)).map { .p384($0) }
        case "P-521": return (try? P521.Signing.PublicKey(rawRepresentation: x + y)).map { .p521($0) }
        default: return nil
        }
    }

    /// False also when `algorithm` is not one of this key's.
    func verifies(_ signature: [UInt8], over input: [UInt8], _ algorithm: SigningAlgorithm) -> Bool {
        switch (material, algorithm) {
        case (.p256(let key), .es256):
            (try? P256.Signing.ECDSASignature(rawRepresentation: signature)).map { key.isValidSignature($0, for: input) } ?? false
        case (.p384(let key), .es384):
            (try? P384.Signing.ECDSASignature(rawRepresentation: signature)).map { key.isValidSignature($0, for: input) } ?? false
        case (.p521(let key), .es512):
            (try? P521.Signing.ECDSASignature(rawRepresentation: signature)).map { key.isValidSignature($0, for: input) } ?? false
        case (.rsa(let key), .rs256): Self.verify(signature, SHA256.hash(data: input), key, .insecurePKCS1v1_5)
        case (.rsa(let key), .rs384): Self.verify(signature, SHA384.hash(data: input), key, .insecurePKCS1v1_5)
        case (.rsa(let key), .rs512): Self.verify(signature, SHA512.hash(data: input), key, .insecurePKCS1v1_5)
        case (.rsa(let key), .ps256): Self.verify(signature, SHA256.hash(data: input), key, .PSS)
        case (.rsa(let key), .ps384): Self.verify(signature, SHA384.hash(data: input), key, .PSS)
        case (.rsa(let key), .ps512): Self.verify(signature, SHA512.hash(data: input), key, .PSS)
        default: false
        }
    }

    private static func verify(
        _ signature: [UInt8], _ digest: some Digest, _ key: _RSA.Signing.PublicKey, _ padding: _RSA.Signing.Padding
    ) -> Bool {
        key.isValidSignature(_RSA.Signing.RSASignature(rawRepresentation: signature), for: digest, padding: padding)
    }
}
