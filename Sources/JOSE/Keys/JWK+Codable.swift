extension JWK: Codable {
    private enum CodingKeys: String, CodingKey {
        case kty, crv, x, y, n, e, kid, alg, use
        case keyOps = "key_ops"
    }

    /// Writes the public members of RFC 7518 section 6 and nothing else.
    public func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        switch material {
        case .elliptic(let curve, let x, let y):
            try members.encode("EC", forKey: .kty)
            try members.encode(curve, forKey: .crv)
            try members.encode(Base64URL.encode(x), forKey: .x)
            try members.encode(Base64URL.encode(y), forKey: .y)
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
        let material: Material
        switch try members.decode(String.self, forKey: .kty) {
        case "EC":
            let name = try members.decode(String.self, forKey: .crv)
            guard let curve = EllipticCurve(rawValue: name) else { throw JOSEError(.unsupported, "crv \(name) is not supported") }
            let (x, y) = (try bytes(.x), try bytes(.y))
            guard x.count == curve.coordinateLength, y.count == curve.coordinateLength else {
                throw JOSEError(.invalidKey, "x and y of a \(name) key have \(curve.coordinateLength) bytes each (RFC 7518 section 6.2.1)")
            }
            material = .elliptic(curve, x: x, y: y)
        case "RSA":
            material = .rsa(modulus: try bytes(.n), exponent: try bytes(.e))
        case let other:
            throw JOSEError(.unsupported, "kty \(other) is not supported; EC and RSA are")
        }
        self.init(
            material,
            keyID: try members.decodeIfPresent(String.self, forKey: .kid),
            algorithm: try members.decodeIfPresent(String.self, forKey: .alg).map(Self.supported),
            use: try members.decodeIfPresent(String.self, forKey: .use),
            operations: try members.decodeIfPresent([String].self, forKey: .keyOps))
        try checkAlgorithm()
    }

    private static func supported(_ name: String) throws(JOSEError) -> SignatureAlgorithm {
        guard let algorithm = SignatureAlgorithm(rawValue: name) else { throw JOSEError(.unsupported, "alg \(name) is not supported") }
        return algorithm
    }

    private func checkAlgorithm() throws(JOSEError) {
        guard let algorithm else { return }
        let curve: EllipticCurve? = if case .elliptic(let curve, _, _) = material { curve } else { nil }
        guard algorithm.curve == curve else {
            throw JOSEError(.algorithmMismatch, "alg \(algorithm.rawValue) does not belong to this type of key")
        }
    }
}
