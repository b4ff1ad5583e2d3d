import Crypto
import Foundation

@testable import Sandbox

extension PracticeClient {
    /// The client authentication of RFC 7523; nothing for the public client.
    func assertion(_ spoil: (inout [String: JSON]) -> Void = { _ in }, kid: String = "one") throws -> [String: String] {
        guard clientID == Self.confidentialID else { return [:] }
        let now = Int64(Date().timeIntervalSince1970)
        var claims: [String: JSON] = [
            "iss": .string(clientID), "sub": .string(clientID), "aud": .string(server.origin), "jti": .string(UUID().uuidString),
            "iat": .integer(now - 5), "exp": .integer(now + 60),
        ]
        spoil(&claims)
        return [
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": try ProofRecipe.sign(["alg": "ES256", "kid": .string(kid)], claims) {
                try Self.assertionKey.signature(for: $0).rawRepresentation
            },
        ]
    }

    static let publicMetadata = """
        {"client_id": "\(publicID)", "client_name": "Practice App", "application_type": "native",
         "redirect_uris": ["\(publicRedirect)", "http://127.0.0.1/callback", "http://[::1]:4000/callback"],
         "grant_types": ["authorization_code", "refresh_token"], "response_types": ["code"],
         "scope": "atproto transition:generic transition:email repo:app.bsky.feed.post blob:image/*",
         "token_endpoint_auth_method": "none", "dpop_bound_access_tokens": true}
        """

    static let confidentialMetadata: String = {
        let point = assertionKey.publicKey.rawRepresentation
        return """
            {"client_id": "\(confidentialID)", "redirect_uris": ["\(confidentialRedirect)"],
             "grant_types": ["authorization_code", "refresh_token"], "scope": "atproto transition:generic",
             "token_endpoint_auth_method": "private_key_jwt", "token_endpoint_auth_signing_alg": "ES256",
             "dpop_bound_access_tokens": true, "jwks": {"keys": [{"kty": "EC", "crv": "P-256", "kid": "one",
               "x": "\(base64URL(point.prefix(32)))", "y": "\(base64URL(point.suffix(32)))"}]}}
            """
    }()
}
