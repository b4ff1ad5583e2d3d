extension JWK: Codable {
    private enum CodingKeys: String, CodingKey {
        case kty, crv, x, y, n, e, kid, alg, use
        case keyOps = "key_ops"
    }

    /// Writes the public members of RFC 7518 section 6 and RFC 8037 section 2, and nothing else.
    public func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        switch material {
        case .elliptic(let curve, let x, let y):
            try members.encode("EC", forKey: .kty)
            try members.encode(curve, forKey: .crv)
            try members.encode(Base64URL.encode(x), forKey: .x)
            try members.encode(Base64URL.encode(y), forKey: .y)
        case .ed25519(let x):
            try members.encode("OKP", forKey: .kty)
            try members.encode("Ed25519", forKey: .crv)
            try members.encode(Base64URL.encode(x), forKey: .x)
        case .rsa(let modulus, let exponent):
            try members.encode("RSA", forKey: .kty)
            try members.encode(Base64URL.encode(modulus), forKey: .n)
            try members.encode(Base64URL.encode(exponent), forKey: .e)
        }
        try members.encodeIfPresent(keyID, forKey: .kid)
        try members.encodeIfPresent(algorithm, forKey: .alg)
        try members.encodeIfPresent(use, forKey: .use)
        try members.encodeIfPresent(operations, forKey: .keyOps)
    }

    /// Reads the public members; private ones, were there any, are not looked at.
    /// - Throws: ``JOSEError`` for a key type, curve or algorithm that is not supported, or coordinates of the wrong length.
    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        func bytes(_ key: CodingKeys) throws -> [UInt8] { try Base64URL.decode(members.decode(String.self, forKey: key)) }
        let material: Material =
            switch try members.decode(String.self, forKey: .kty) {
            case "EC": try Self.elliptic(members.decode(String.self, forKey: .crv), x: bytes(.x), y: bytes(.y))
            case "OKP": try Self.octetPair(members.decode(String.self, forKey: .crv), x: bytes(.x))
            case "RSA": .rsa(modulus: try bytes(.n), exponent: try bytes(.e))
            case let other: throw JOSEError(.unsupported, "kty \(other) is not supported; EC, OKP and RSA are")
            }
        self.init(
            material,
            keyID: try members.decodeIfPresent(String.self, forKey: .kid),
            algorithm: try members.decodeIfPresent(String.self, forKey: .alg).map(Self.supported),
            use: try members.decodeIfPresent(String.self, forKey: .use),
            operations: try members.decodeIfPresent([String].self, forKey: .keyOps))
        try checkAlgorithm()
        try checkOperations()
    }

    private static func elliptic(_ name: String, x: [UInt8], y: [UInt8]) throws(JOSEError) -> Material {
        guard let curve = EllipticCurve(rawValue: name) else { throw JOSEError(.unsupported, "crv \(name) is not supported") }
        guard x.count == curve.coordinateLength, y.count == curve.coordinateLength else {
            throw JOSEError(.invalidKey, "x and y of a \(name) key have \(curve.coordinateLength) bytes each (RFC 7518 section 6.2.1)")
        }
        return .elliptic(curve, x: x, y: y)
    }

    private static func octetPair(_ name: String, x: [UInt8]) throws(JOSEError) -> Material {
        guard name == "Ed25519" else { throw JOSEError(.unsupported, "crv \(name) is not supported; Ed25519 is") }
        guard x.count == 32 else { throw JOSEError(.invalidKey, "x of an Ed25519 key has 32 bytes (RFC 8037 section 2)") }
        return .ed25519(x: x)
    }

    private static func supported(_ name: String) throws(JOSEError) -> SignatureAlgorithm {
        guard let algorithm = SignatureAlgorithm(rawValue: name) else { throw JOSEError(.unsupported, "alg \(name) is not supported") }
        return algorithm
    }

    /// RFC 7517 sections 4.2 and 4.3: `use` and `key_ops` must agree, and nobody signs with a public key.
    private func checkOperations() throws(JOSEError) {
        guard let operations else { return }
        guard Set(operations).count == operations.count else { throw JOSEError(.invalidKey, "key_ops names an operation twice") }
        if let other = operations.first(where: { !["verify", "encrypt", "wrapKey"].contains($0) }) {
            throw JOSEError(.invalidKey, "key_ops of a public key has \(other), which takes a private one")
        }
        guard use == nil || (use == "sig") == operations.allSatisfy({ $0 == "verify" }) else {
            throw JOSEError(.invalidKey, "key_ops and use do not agree; leave use out")
        }
    }

    private func checkAlgorithm() throws(JOSEError) {
        guard let algorithm else { return }
        guard JWK(material).algorithms.contains(algorithm) else {
            throw JOSEError(.algorithmMismatch, "alg \(algorithm.rawValue) does not belong to this type of key")
        }
    }
}
