import COpenSSL

extension PrivateKey {
    /// How far the numbers of a key are believed.
    public enum Trust: Sendable {
        /// From outside: the public part is checked against the private one, at the price of a signature.
        case imported
        /// Written by ``exportJWK()`` and kept where nobody could change it.
        case own
    }

    /// A private JWK (RFC 7517), as JSON.
    /// - Parameter keyID: the name the caller knows it by; must agree with its `kid` if it has one.
    /// - Throws: ``JOSEError`` naming the member at fault.
    public convenience init(jwk json: SecretBytes, keyID: String? = nil, trust: Trust = .imported) throws(JOSEError) {
        let parsed = try PrivateJWK(json: json)
        if let keyID, let own = parsed.kid, keyID != own {
            throw JOSEError(.invalidKey, "kid \(own) is not the expected \(keyID)")
        }
        let algorithm = try parsed.algorithm()
        guard let handle = try parsed.makeKey() else {
            throw JOSEError(.invalidKey, "the members of the JWK are no valid \(parsed.kty) key")
        }
        try self.init(adopting: handle, keyID: keyID ?? parsed.kid, algorithm: algorithm)
        if trust == .imported { try checkConsistency() }
    }

    /// A PEM private key without a pass phrase, PKCS#8 or traditional.
    public convenience init(pem: SecretBytes, keyID: String? = nil, algorithm: SignatureAlgorithm? = nil) throws(JOSEError) {
        guard let handle = pem.withUnsafeBytes({ copenssl_pem_key($0.bound, $0.count) }) else {
            throw JOSEError(.malformed, "no unencrypted PEM private key; `openssl pkcs8 -topk8 -nocrypt` makes one")
        }
        try self.init(adopting: handle, keyID: keyID, algorithm: algorithm)
        try checkConsistency()
    }

    /// A key in either form, told apart by its first characters: `-----` is PEM, `{` a JWK.
    public convenience init(importing text: SecretBytes, keyID: String? = nil) throws(JOSEError) {
        switch text.withUnsafeBytes({ bytes in bytes.first { !" \t\r\n".utf8.contains($0) } }) {
        case UInt8(ascii: "-"): try self.init(pem: text, keyID: keyID)
        case UInt8(ascii: "{"): try self.init(jwk: text, keyID: keyID)
        default: throw JOSEError(.malformed, "a private key begins with ----- (PEM) or { (JWK)")
        }
    }

    /// The private JWK, for a store that seals it.
    public func exportJWK() throws(JOSEError) -> SecretBytes {
        var members = publicMembers
        for (member, name, length) in privateMembers {
            guard let number = number(name, length: length) else { throw JOSEError(.invalidKey, "the key has no \(member)") }
            members.append((member, number.withUnsafeBytes { Base64URL.encodedBytes($0) }))
        }
        var json: [UInt8] = []
        json.reserveCapacity(4096)
        for (name, value) in members {
            json += json.isEmpty ? "{\"".utf8 : ",\"".utf8
            json += name.utf8
            json += "\":\"".utf8
            json += value
            json.append(UInt8(ascii: "\""))
        }
        json.append(UInt8(ascii: "}"))
        defer { json.withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress, $0.count) } }
        return SecretBytes(copying: json)
    }

    private func checkConsistency() throws(JOSEError) {
        guard isConsistent else { throw JOSEError(.invalidKey, "the private part of the key does not belong to its public one") }
    }

    private var publicMembers: [(String, [UInt8])] {
        var members: [(String, [UInt8])] = []
        switch publicKey.material {
        case .elliptic(let curve, let x, let y):
            members = [("kty", Array("EC".utf8)), ("crv", Array(curve.rawValue.utf8))]
            members += [("x", Base64URL.encodedBytes(x)), ("y", Base64URL.encodedBytes(y))]
        case .ed25519(let x):
            members = [("kty", Array("OKP".utf8)), ("crv", Array("Ed25519".utf8)), ("x", Base64URL.encodedBytes(x))]
        case .rsa(let modulus, let exponent):
            members = [("kty", Array("RSA".utf8)), ("n", Base64URL.encodedBytes(modulus)), ("e", Base64URL.encodedBytes(exponent))]
        }
        if let keyID { members.append(("kid", Array(PrivateJWK.escaped(keyID).utf8))) }
        if let algorithm = publicKey.algorithm { members.append(("alg", Array(algorithm.rawValue.utf8))) }
        return members
    }

    private var privateMembers: [(member: String, name: String, length: Int?)] {
        switch publicKey.material {
        case .elliptic(let curve, _, _):
            [("d", "priv", curve.coordinateLength)]
        case .ed25519:
            [("d", "priv", 32)]
        case .rsa:
            [
                ("d", "d", nil), ("p", "rsa-factor1", nil), ("q", "rsa-factor2", nil), ("dp", "rsa-exponent1", nil),
                ("dq", "rsa-exponent2", nil), ("qi", "rsa-coefficient1", nil),
            ]
        }
    }
}
