import Crypto
import Foundation

@testable import Sandbox

/// A DPoP proof about to be made, every part of which a test can spoil. Written from RFC 9449, without the project's own code.
struct ProofRecipe {
    var method = "POST"
    var url: String
    var nonce: String?
    var accessToken: String?
    var type = "dpop+jwt"
    var issuedAt = Date().timeIntervalSince1970.rounded(.down)
    var identifier = UUID().uuidString
    var tokenHash: String?
    var key = P256.Signing.PrivateKey()

    func signed() throws -> String {
        let point = key.publicKey.rawRepresentation
        let header: [String: JSON] = [
            "typ": .string(type), "alg": "ES256",
            "jwk": [
                "kty": "EC", "crv": "P-256", "x": .string(base64URL(point.prefix(32))), "y": .string(base64URL(point.suffix(32))),
            ],
        ]
        return try Self.sign(header, claims) { try key.signature(for: $0).rawRepresentation }
    }

    var claims: [String: JSON] {
        var claims: [String: JSON] = [
            "jti": .string(identifier), "htm": .string(method), "htu": .string(url), "iat": .integer(Int64(issuedAt)),
        ]
        if let nonce { claims["nonce"] = .string(nonce) }
        if let hash = tokenHash ?? accessToken.map({ base64URL(SHA256.hash(data: Data($0.utf8))) }) { claims["ath"] = .string(hash) }
        return claims
    }

    static func sign(_ header: [String: JSON], _ claims: [String: JSON], _ signature: (Data) throws -> Data) throws -> String {
        let parts = [header, claims].map { base64URL(JSON.object($0).bytes) }
        let input = parts.joined(separator: ".")
        return try "\(input).\(base64URL(signature(Data(input.utf8))))"
    }
}

func base64URL(_ bytes: some Sequence<UInt8>) -> String {
    Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
}
