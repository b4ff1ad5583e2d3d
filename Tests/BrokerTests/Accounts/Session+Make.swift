import ATProtoOAuth
import ATProtoSyntax
import FoundationEssentials
import JOSE
import Testing

extension Session {
    /// A session as a server would give it, with tokens of its own.
    static func make(_ did: String, expiresAt: Date? = nil) throws -> Session {
        Session(
            dpopKey: try .generate(.es256), authentication: .none,
            tokenSet: TokenSet(
                issuer: try #require(Issuer("https://as.example.com")), sub: try DID(did), audience: try HTTPURL("https://pds.example.com"),
                scope: "atproto", refreshToken: SecretString("refresh of \(did)"), accessToken: SecretString("access of \(did)"),
                expiresAt: expiresAt), createdAt: Date(timeIntervalSince1970: 0))
    }
}
