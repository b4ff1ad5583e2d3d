import ATProtoSyntax
import FoundationEssentials
import JOSE

/// A proof that the sender of one request holds a key (RFC 9449 section 4.2).
struct DPoPProof {
    let method: String
    /// The request's URL, exactly as it goes on the wire.
    let url: HTTPURL
    let issuedAt: Date
    /// 16 random bytes: a server takes a proof once.
    let jti: [UInt8]
    let nonce: String?
    /// base64url SHA-256 of the access token that goes along; nil at the authorization server (RFC 9449 section 4.3).
    let accessTokenHash: String?

    private struct Header: Encodable {
        let typ = "dpop+jwt"
        let alg: String
        let jwk: JWK
    }

    private struct Claims: Encodable {
        let jti, htm, htu: String
        let iat: Int
        let nonce, ath: String?
    }

    /// The proof as the `DPoP` header carries it.
    func signed(with key: PrivateKey, _ algorithm: SignatureAlgorithm) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        let header = try encoder.encode(Header(alg: algorithm.rawValue, jwk: key.publicKey.bare))
        let claims = Claims(
            jti: Base64URL.encode(jti), htm: method, htu: url.withoutQuery, iat: Int(issuedAt.timeIntervalSince1970), nonce: nonce,
            ath: accessTokenHash)
        return try JWS.sign(header: Array(header), payload: Array(encoder.encode(claims)), key: key, algorithm)
    }
}
