import COpenSSL
import FoundationEssentials

/// The members of a private JWK (RFC 7518 section 6), between its JSON and libcrypto.
struct PrivateJWK: Decodable {
    let kty: String
    let crv: String?
    let kid: String?
    private let alg: String?
    private let use: String?
    private let keyOps: [String]?
    private let x, y, n, e: String?
    private let d, p, q, dp, dq, qi: SecretString?

    private enum CodingKeys: String, CodingKey {
        case kty, crv, kid, alg, use, x, y, n, e, d, p, q, dp, dq, qi
        case keyOps = "key_ops"
    }

    init(json: SecretBytes) throws(JOSEError) {
        let parsed = json.withUnsafeBytes { bytes in
            var copy = Data(bytes)
            defer { copy.withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress, $0.count) } }
            return try? JSONDecoder().decode(PrivateJWK.self, from: copy)
        }
        guard let parsed else { throw JOSEError(.malformed, "a JWK is a JSON object with kty and text members (RFC 7517 section 4)") }
        guard parsed.d != nil else { throw JOSEError(.invalidKey, "the JWK has no d, so it is not a private key") }
        self = parsed
        try checkOperations()
    }

    /// The algorithm the JWK names.
    func algorithm() throws(JOSEError) -> SignatureAlgorithm? {
        guard let alg else { return nil }
        guard let algorithm = SignatureAlgorithm(rawValue: alg) else { throw JOSEError(.unsupported, "alg \(alg) is not supported") }
        return algorithm
    }

    /// A new key of libcrypto's, or nil if the numbers make none.
    func makeKey() throws(JOSEError) -> OpaquePointer? {
        switch kty {
        case "EC": return try makeEllipticKey()
        case "OKP": return try makeEd25519Key()
        case "RSA": return try makeRSAKey()
        default: throw JOSEError(.unsupported, "kty \(kty) is not supported; EC, OKP and RSA are")
        }
    }

    private func makeEllipticKey() throws(JOSEError) -> OpaquePointer? {
        guard let curve = crv.flatMap(EllipticCurve.init(rawValue:)) else {
            throw JOSEError(.unsupported, "crv \(crv ?? "(none)") is not supported; P-256, P-384, P-521 and secp256k1 are")
        }
        let (x, y, d) = (try Self.bytes("x", x), try Self.bytes("y", y), try Self.secret("d", d))
        for (name, count) in [("x", x.count), ("y", y.count), ("d", d.count)] where count != curve.coordinateLength {
            throw JOSEError(.invalidKey, "\(name) of a \(curve.rawValue) key has \(curve.coordinateLength) bytes (RFC 7518 section 6.2)")
        }
        return x.withSpan { x in
            y.withSpan { y in d.withUnsafeBytes { $0.withSpan { d in copenssl_ec_key(curve.groupName, x, y, d) } } }
        }
    }

    private func makeEd25519Key() throws(JOSEError) -> OpaquePointer? {
        guard crv == "Ed25519" else { throw JOSEError(.unsupported, "crv \(crv ?? "(none)") is not supported; Ed25519 is") }
        let (x, d) = (try Self.bytes("x", x), try Self.secret("d", d))
        guard x.count == 32, d.count == 32 else {
            throw JOSEError(.invalidKey, "x and d of an Ed25519 key have 32 bytes each (RFC 8037 section 2)")
        }
        return x.withSpan { x in d.withUnsafeBytes { $0.withSpan { d in copenssl_ed25519_key(x, d) } } }
    }

    private func makeRSAKey() throws(JOSEError) -> OpaquePointer? {
        let (n, e) = (try Self.bytes("n", n), try Self.bytes("e", e))
        let secrets = [
            try Self.secret("d", d), try Self.secret("p", p), try Self.secret("q", q), try Self.secret("dp", dp), try Self.secret("dq", dq),
            try Self.secret("qi", qi),
        ]
        return n.withSpan { n in
            e.withSpan { e in
                withExtendedLifetime(secrets) {
                    // The spans stay valid as long as `secrets` does: their memory never moves.
                    let spans = secrets.map { $0.withUnsafeBytes { bytes in bytes.withSpan { $0 } } }
                    var parts = copenssl_rsa(
                        n: n, e: e, d: spans[0], p: spans[1], q: spans[2], dp: spans[3], dq: spans[4], qi: spans[5])
                    return copenssl_rsa_key(&parts)
                }
            }
        }
    }

    /// RFC 7517 sections 4.2 and 4.3: `use` and `key_ops` must allow signing, and agree.
    private func checkOperations() throws(JOSEError) {
        if let use, use != "sig" { throw JOSEError(.invalidKey, "use is \(use), a signing key has sig") }
        guard let keyOps else { return }
        guard Set(keyOps).count == keyOps.count else { throw JOSEError(.invalidKey, "key_ops names an operation twice") }
        guard keyOps.contains("sign") else { throw JOSEError(.invalidKey, "key_ops of a signing key contains sign") }
        if use != nil, keyOps.contains(where: { $0 != "sign" && $0 != "verify" }) {
            throw JOSEError(.invalidKey, "key_ops and use do not agree; leave use out")
        }
    }

    private static func bytes(_ name: String, _ text: String?) throws(JOSEError) -> [UInt8] {
        guard let text else { throw JOSEError(.invalidKey, "the JWK has no \(name)") }
        do { return try Base64URL.decode(text) } catch { throw JOSEError(.malformed, "\(name) is not base64url") }
    }

    private static func secret(_ name: String, _ text: SecretString?) throws(JOSEError) -> SecretBytes {
        SecretBytes(copying: try bytes(name, text?.reveal()))
    }

    /// A text as it stands between the quotes of a JSON string.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": escaped += "\\\(scalar)"
            case _ where scalar.value < 0x20:
                let hex = String(scalar.value, radix: 16)
                escaped += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
