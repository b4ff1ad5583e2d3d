import FoundationEssentials
import JOSE

/// The JWT by which a confidential client authenticates once (RFC 7523 section 3).
struct ClientAssertion {
    /// Servers refuse an assertion from the future, even by a millisecond, and take one that is up to a minute old.
    private static let backdating = 10
    private static let lifetime = 60

    private let claims: Claims

    private struct Claims: Encodable {
        let iss, sub, aud, jti: String
        let iat, exp: Int
    }

    private struct Header: Encodable {
        let alg, kid: String
    }

    init(clientID: String, audience: Issuer, now: Date, jti: [UInt8]) {
        let now = Int(now.timeIntervalSince1970)
        claims = Claims(
            iss: clientID, sub: clientID, aud: audience.description, jti: Base64URL.encode(jti), iat: now - Self.backdating,
            exp: now + Self.lifetime)
    }

    func signed(with key: PrivateKey, keyID: String, _ algorithm: SignatureAlgorithm) throws -> String {
        let encoder = JSONEncoder()
        let header = try encoder.encode(Header(alg: algorithm.rawValue, kid: keyID))
        return try JWS.sign(header: Array(header), payload: Array(encoder.encode(claims)), key: key, algorithm)
    }
}
