import ATProtoIdentity
import ATProtoOAuth
import FoundationEssentials
import HTTPTypes
import JOSE

/// The JWTs among what was sent.
extension RecordingTransport {
    /// A JWT, taken apart and not verified.
    struct JWT<Claims: Decodable> {
        struct Header: Decodable {
            let alg: String
            let kid, typ: String?
        }

        let header: Header
        let claims: Claims

        init(_ text: String) throws {
            let parts = try text.split(separator: ".").map { try Base64URL.decode(String($0)) }
            header = try JSONDecoder().decode(Header.self, from: Data(parts[0]))
            claims = try JSONDecoder().decode(Claims.self, from: Data(parts[1]))
        }
    }

    struct AssertionClaims: Decodable {
        let iss, sub, aud, jti: String
        let iat, exp: Double
    }

    struct ProofClaims: Decodable {
        let jti, htm, htu: String
        let iat: Double
        let nonce, ath: String?
    }

    /// The client assertions, in order.
    var assertions: [JWT<AssertionClaims>] { get throws { try forms.compactMap { $0["client_assertion"] }.map { try JWT($0) } } }

    /// The DPoP proofs, in order.
    var proofs: [JWT<ProofClaims>] {
        get throws { try requests.flatMap { $0.headers.filter { $0.name.canonicalName == "dpop" } }.map { try JWT($0.value) } }
    }
}
