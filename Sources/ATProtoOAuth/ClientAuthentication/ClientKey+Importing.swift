import FoundationEssentials
public import JOSE

extension ClientKey {
    /// A key from a PEM or JWK text. What a JWK says of its own time is kept: `nbf`, `exp` and `revoked` (OpenID Federation 1.0
    /// section 8.7).
    /// - Parameters:
    ///   - text: the text, which begins with `-----` or `{`.
    ///   - keyID: the name the key is published under; must agree with the JWK's `kid` if it has one.
    /// - Throws: `JOSEError` naming the member at fault, ``ClientMetadataError`` for a time that is none.
    public init(importing text: SecretBytes, keyID: String? = nil) throws {
        let key = try PrivateKey(importing: text, keyID: keyID)
        let isJWK = text.withUnsafeBytes { bytes in bytes.first { !" \t\r\n".utf8.contains($0) } == UInt8(ascii: "{") }
        guard isJWK else {
            self.init(key)
            return
        }
        guard let validity = try? SecretArchive.decode(Validity.self, text) else {
            throw ClientMetadataError("jwks", "nbf and exp of a key are numbers of seconds since 1970")
        }
        self.init(key, notBefore: validity.notBefore, expires: validity.expires, isRevoked: validity.isRevoked)
    }

    /// The members of a JWK that say when it may be used.
    private struct Validity: Decodable {
        let notBefore, expires: Date?
        let isRevoked: Bool

        private enum CodingKeys: String, CodingKey { case nbf, exp, revoked }

        init(from decoder: any Decoder) throws {
            let members = try decoder.container(keyedBy: CodingKeys.self)
            func time(_ key: CodingKeys) throws -> Date? {
                try members.decodeIfPresent(Double.self, forKey: key).map { Date(timeIntervalSince1970: $0) }
            }
            notBefore = try time(.nbf)
            expires = try time(.exp)
            isRevoked = members.contains(.revoked)
        }
    }
}
