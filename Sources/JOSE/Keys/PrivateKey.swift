import COpenSSL

/// A private signing key. Its numbers live in libcrypto's memory and are cleared when the key goes; they leave only through
/// ``exportJWK()``, as a secret.
public final class PrivateKey: @unchecked Sendable {
    // Unchecked, because libcrypto counts references atomically and this class changes nothing after `init`.
    private let handle: OpaquePointer
    /// For signatures with the first of ``algorithms``.
    private let usualContext: OpaquePointer?
    /// The public key, with the names (`kid`, `alg`) that it is published under.
    public let publicKey: JWK

    /// Takes over `handle`, a key of libcrypto's that nobody else frees.
    init(adopting handle: OpaquePointer, keyID: String?, algorithm: SignatureAlgorithm?) throws(JOSEError) {
        self.handle = handle
        do {
            publicKey = JWK(try Self.publicMaterial(of: handle), keyID: keyID, algorithm: algorithm)
        } catch {
            // An object that is not whole has no deinit to do it.
            EVP_PKEY_free(handle)
            throw error
        }
        usualContext = publicKey.algorithms.first.flatMap { Self.context(handle, $0) }
        if case .rsa(let modulus, _) = publicKey.material, modulus.count < 256 {
            throw JOSEError(.invalidKey, "an RSA key has 2048 bits or more (RFC 7518 section 3.3)")
        }
        if let algorithm, !JWK(publicKey.material).algorithms.contains(algorithm) {
            throw JOSEError(.algorithmMismatch, "alg \(algorithm.rawValue) does not belong to this type of key")
        }
    }

    deinit {
        EVP_MD_CTX_free(usualContext)
        EVP_PKEY_free(handle)
    }

    /// A new key for `algorithm`; RSA keys have 3072 bits.
    public static func generate(_ algorithm: SignatureAlgorithm, keyID: String? = nil) throws(JOSEError) -> PrivateKey {
        let handle =
            if let curve = algorithm.curve {
                copenssl_generate_ec(curve.groupName)
            } else {
                algorithm.isRSA ? copenssl_generate_rsa(3072) : copenssl_generate_ed25519()
            }
        guard let handle else { throw JOSEError(.cryptography, "libcrypto could not make a key for \(algorithm.rawValue)") }
        return try PrivateKey(adopting: handle, keyID: keyID, algorithm: algorithm.isRSA ? algorithm : nil)
    }

    /// The same key, for one of its algorithms alone.
    /// - Throws: ``JOSEError`` with code `algorithmMismatch` if it is none of the key's.
    public func limited(to algorithm: SignatureAlgorithm) throws(JOSEError) -> PrivateKey {
        guard algorithms.contains(algorithm) else {
            throw JOSEError(.algorithmMismatch, "alg \(algorithm.rawValue) does not belong to this key")
        }
        EVP_PKEY_up_ref(handle)
        return try PrivateKey(adopting: handle, keyID: keyID, algorithm: algorithm)
    }

    /// `kid`, if the key has a name.
    public var keyID: String? { publicKey.keyID }

    /// Algorithms the key can sign with, best first.
    public var algorithms: [SignatureAlgorithm] { publicKey.algorithms }

    /// The JWS signature of `message` (RFC 7518 section 3, RFC 8037 section 3.1): r and s side by side for elliptic curves.
    /// - Throws: ``JOSEError`` with code `algorithmMismatch` if the key is of another type.
    public func sign(_ message: [UInt8], _ algorithm: SignatureAlgorithm) throws(JOSEError) -> [UInt8] {
        guard algorithms.contains(algorithm) else {
            throw JOSEError(.algorithmMismatch, "this key signs with \(algorithms.map(\.rawValue).joined(separator: ", ")) only")
        }
        var signature = [UInt8](repeating: 0, count: 1024)
        var count = signature.count
        let coordinate = algorithm.curve?.coordinateLength ?? 0
        let isUsual = algorithm == algorithms.first
        let context = isUsual ? usualContext : Self.context(handle, algorithm)
        defer { if !isUsual { EVP_MD_CTX_free(context) } }
        let signed = copenssl_sign(context, coordinate, message, message.count, &signature, &count)
        guard signed == 1 else { throw JOSEError(.cryptography, "libcrypto could not sign with \(algorithm.rawValue)") }
        return Array(signature.prefix(count))
    }

    private static func context(_ handle: OpaquePointer, _ algorithm: SignatureAlgorithm) -> OpaquePointer? {
        copenssl_signing_context(handle, algorithm.digest?.rawValue, algorithm.usesPSS ? 1 : 0)
    }

    /// Whether the public part belongs to the private one. Keys from outside are checked when they are imported.
    var isConsistent: Bool { copenssl_is_consistent(handle) == 1 }

    /// A number of the key, big endian, `length` bytes long or as long as it is.
    func number(_ name: String, length: Int? = nil) -> SecretBytes? {
        let count = length ?? copenssl_number_length(handle, name)
        guard count > 0 else { return nil }
        var exported = false
        let bytes = SecretBytes(count: count) { memory in
            exported = copenssl_export_number(handle, name, memory.baseAddress?.assumingMemoryBound(to: UInt8.self), count) == 1
        }
        return exported ? bytes : nil
    }

    private static func publicMaterial(of handle: OpaquePointer) throws(JOSEError) -> JWK.Material {
        func number(_ name: String, _ count: Int) throws(JOSEError) -> [UInt8] {
            var bytes = [UInt8](repeating: 0, count: count)
            guard count > 0, copenssl_export_number(handle, name, &bytes, count) == 1 else {
                throw JOSEError(.invalidKey, "the key has no \(name)")
            }
            return bytes
        }
        if copenssl_is_rsa(handle) == 1 {
            return .rsa(
                modulus: try number("n", copenssl_number_length(handle, "n")),
                exponent: try number("e", copenssl_number_length(handle, "e")))
        }
        if copenssl_is_ed25519(handle) == 1 { return .ed25519(x: try number("pub", 32)) }
        var name = [CChar](repeating: 0, count: 64)
        guard copenssl_group_name(handle, &name) == 1 else { throw JOSEError(.unsupported, "only EC, Ed25519 and RSA keys are supported") }
        let group = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        guard let curve = EllipticCurve.allCases.first(where: { $0.groupName == group }) else {
            throw JOSEError(.unsupported, "curve \(group) is not supported; P-256, P-384, P-521 and secp256k1 are")
        }
        let length = curve.coordinateLength
        return .elliptic(curve, x: try number("qx", length), y: try number("qy", length))
    }
}

extension PrivateKey: CustomStringConvertible, CustomReflectable {
    /// Names the key by its public thumbprint.
    public var description: String { "private key \(publicKey.thumbprint)" }
    /// Has no children, so that `dump` and reflection-based loggers find nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
