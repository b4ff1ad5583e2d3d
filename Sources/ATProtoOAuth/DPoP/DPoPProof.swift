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

    /// The proof as the `DPoP` header carries it.
    func signed(with key: PrivateKey, _ algorithm: SignatureAlgorithm) throws -> String {
        try JWS.sign(header: Array(header(key, algorithm).utf8), payload: Array(claims.utf8), key: key, algorithm)
    }

    // Put together by hand, because a JSON encoder takes longer than the signature.

    private func header(_ key: PrivateKey, _ algorithm: SignatureAlgorithm) -> String {
        #"{"typ":"dpop+jwt","alg":"\#(algorithm.rawValue)","jwk":\#(key.publicKey.canonical)}"#
    }

    private var claims: String {
        var claims = #"{"jti":"\#(Base64URL.encode(jti))","htm":\#(Self.quoted(method)),"htu":\#(Self.quoted(url.withoutQuery))"#
        claims += #","iat":\#(Int(issuedAt.timeIntervalSince1970))"#
        if let nonce { claims += #","nonce":\#(Self.quoted(nonce))"# }
        if let accessTokenHash { claims += #","ath":\#(Self.quoted(accessTokenHash))"# }
        return claims + "}"
    }

    /// A JSON string (RFC 8259 section 7).
    private static func quoted(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) else { return "\"\(text)\"" }
        let escaped = text.unicodeScalars.map { scalar in
            switch scalar {
            case "\"", "\\": "\\\(scalar)"
            case "\u{0}"..<"\u{10}": "\\u000" + String(scalar.value, radix: 16)
            case "\u{10}"..<" ": "\\u00" + String(scalar.value, radix: 16)
            default: String(scalar)
            }
        }
        return "\"\(escaped.joined())\""
    }
}
