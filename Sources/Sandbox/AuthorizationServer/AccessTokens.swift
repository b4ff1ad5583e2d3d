import Crypto
import FoundationEssentials

/// Mints and reads access tokens: JWTs (RFC 9068) of about the length that production servers send.
struct AccessTokens: Sendable {
    /// What a verified token says.
    struct Claims: Sendable {
        let id: String
        let account: String
        let scope: String
        let keyThumbprint: String
        let expiresAt: Date
    }

    private let key = P256.Signing.PrivateKey()
    private let keyID: String

    init(random: Randomness) {
        keyID = random.identifier("key-", bytes: 8)
    }

    /// The key set that `jwks_uri` serves.
    var jwks: JSON {
        let point = [UInt8](key.publicKey.rawRepresentation)
        return [
            "keys": [
                [
                    "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": .string(keyID),
                    "x": .string(Base64URL.encode(point.prefix(32))), "y": .string(Base64URL.encode(point.suffix(32))),
                ]
            ]
        ]
    }

    func mint(_ session: Session, issuer: String, audience: String) throws -> String {
        let header: JSON = ["typ": "at+jwt", "alg": "ES256", "kid": .string(keyID)]
        let payload: JSON = [
            "iss": .string(issuer), "aud": .string(audience), "sub": .string(session.account), "jti": .string(session.accessTokenID),
            "client_id": .string(session.binding.clientID), "scope": .string(session.scope), "cnf": ["jkt": .string(session.keyThumbprint)],
            "iat": .integer(Int64(session.refreshedAt.timeIntervalSince1970)), "exp": expiry(session.accessExpiresAt),
        ]
        let input = "\(Base64URL.encode(header.bytes)).\(Base64URL.encode(payload.bytes))"
        let signature = try key.signature(for: Data(input.utf8))
        return "\(input).\(Base64URL.encode(signature.rawRepresentation))"
    }

    /// Nil unless signed here. Says nothing about expiry or revocation.
    func read(_ token: String) -> Claims? {
        guard let jws = CompactJWS(token), jws.header["typ"]?.string == "at+jwt", jws.algorithm == .es256,
            let signature = try? P256.Signing.ECDSASignature(rawRepresentation: jws.signature),
            key.publicKey.isValidSignature(signature, for: jws.signingInput),
            let id = jws.payload["jti"]?.string, let account = jws.payload["sub"]?.string, let scope = jws.payload["scope"]?.string,
            let thumbprint = jws.payload["cnf"]?["jkt"]?.string, let expiry = jws.payload["exp"]?.double
        else { return nil }
        return Claims(
            id: id, account: account, scope: scope, keyThumbprint: thumbprint, expiresAt: Date(timeIntervalSince1970: expiry))
    }

    /// NumericDate allows fractions (RFC 7519 §2); a lifetime below a second needs them, whole seconds stay whole.
    private func expiry(_ date: Date) -> JSON {
        .number((date.timeIntervalSince1970 * 1000).rounded() / 1000)
    }
}
