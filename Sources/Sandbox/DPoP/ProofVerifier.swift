import Crypto
import FoundationEssentials
import HTTPTypes

/// Checks DPoP proofs (RFC 9449 §4.3) in the order of the reference server, so that a proof with two faults gets the same answer.
struct ProofVerifier: Sendable {
    /// Proofs may be 10 s old or new, and clocks may differ by 180 s.
    private static let maximumAge = 10.0
    private static let tolerance = 180.0

    let nonces: NonceIssuer
    private let replays: ReplayCache
    private let now: @Sendable () -> Date

    init(nonces: NonceIssuer, now: @escaping @Sendable () -> Date) {
        self.nonces = nonces
        self.now = now
        replays = ReplayCache(lifetime: Self.maximumAge + 2 * Self.tolerance, now: now)
    }

    /// Nil if the request has no proof at all; whether that is an error depends on the endpoint.
    func verify(_ exchange: Exchange, origin: String, accessToken: String? = nil) throws(ProofRejection) -> Proof? {
        let values = exchange.headers[values: .dpop]
        guard let text = values.first else { return nil }
        guard values.count == 1 else { throw .invalid("DPoP header must contain a single proof") }
        guard let jws = CompactJWS(text) else { throw .invalid("DPoP proof is not a compact JWS") }
        let key = try key(of: jws)
        try checkClaims(jws.payload, method: exchange.method, url: origin + exchange.path)
        try checkNonce(jws.payload)
        try checkTokenHash(jws.payload, accessToken)
        guard let identifier = jws.payload["jti"]?.string, replays.claim(identifier) else { throw .invalid("DPoP proof replayed") }
        return Proof(keyThumbprint: key.thumbprint)
    }

    private func key(of jws: CompactJWS) throws(ProofRejection) -> VerificationKey {
        guard jws.header["typ"]?.string == "dpop+jwt" else { throw .invalid("DPoP proof \"typ\" must be \"dpop+jwt\"") }
        guard jws.algorithm != nil else { throw .invalid("DPoP proof \"alg\" is not supported") }
        guard let key = jws.header["jwk"].flatMap(VerificationKey.init) else { throw .invalid("DPoP proof has no public \"jwk\"") }
        guard jws.isSigned(by: key) else { throw .invalid("DPoP proof signature verification failed") }
        return key
    }

    private func checkClaims(_ claims: JSON, method: HTTPRequest.Method, url: String) throws(ProofRejection) {
        guard let issuedAt = claims["iat"]?.double else { throw .invalid("DPoP proof \"iat\" missing") }
        let age = now().timeIntervalSince1970.rounded(.down) - issuedAt
        guard age <= Self.maximumAge + Self.tolerance else { throw .invalid("DPoP proof \"iat\" is too far in the past") }
        guard age >= -Self.tolerance else { throw .invalid("DPoP proof \"iat\" is in the future") }
        guard let identifier = claims["jti"]?.string, !identifier.isEmpty, identifier.utf8.count <= 256 else {
            throw .invalid("DPoP proof \"jti\" missing")
        }
        // RFC 9110 §9.1: methods are case-sensitive.
        guard claims["htm"]?.string == method.rawValue else { throw .invalid("DPoP proof \"htm\" mismatch") }
        guard let target = claims["htu"]?.string, Self.withoutQuery(target) == url else { throw .invalid("DPoP proof \"htu\" mismatch") }
    }

    private func checkNonce(_ claims: JSON) throws(ProofRejection) {
        guard let nonce = claims["nonce"]?.string, nonces.accepts(nonce) else { throw .nonce }
    }

    private func checkTokenHash(_ claims: JSON, _ accessToken: String?) throws(ProofRejection) {
        guard let accessToken else {
            guard claims["ath"] == nil else { throw .invalid("DPoP proof \"ath\" claim not allowed") }
            return
        }
        let expected = Base64URL.encode(SHA256.hash(data: Data(accessToken.utf8)))
        guard claims["ath"]?.string == expected else { throw .invalid("DPoP proof \"ath\" mismatch") }
    }

    /// RFC 9449 §4.3: query and fragment are ignored.
    private static func withoutQuery(_ url: String) -> String {
        String(url.prefix { $0 != "?" && $0 != "#" })
    }
}
