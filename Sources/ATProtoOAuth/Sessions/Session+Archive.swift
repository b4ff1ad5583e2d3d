import ATProtoSyntax
import FoundationEssentials
public import JOSE

extension Session {
    /// The session as bytes, for a store to encrypt. They hold the tokens and the private key.
    public func archive() throws -> SecretBytes {
        try SecretArchive.encode(
            Archive(
                dpopKey: dpopKey.exportJWK().withUnsafeBytes { String(decoding: $0, as: UTF8.self) }, authentication: authentication,
                issuer: tokenSet.issuer, sub: tokenSet.sub, audience: tokenSet.audience, scope: tokenSet.scope,
                refreshToken: tokenSet.refreshToken?.reveal(), accessToken: tokenSet.accessToken.reveal(), expiresAt: tokenSet.expiresAt,
                rotation: rotation, createdAt: createdAt, requestedScope: requestedScope))
    }

    /// The session that ``archive()`` wrote.
    /// - Throws: `JOSEError` or a decoding error if the bytes are not such an archive.
    public init(archive: SecretBytes) throws {
        let archive = try SecretArchive.decode(Archive.self, archive)
        self.init(
            dpopKey: try PrivateKey(jwk: SecretBytes(copying: archive.dpopKey.utf8), trust: .own), authentication: archive.authentication,
            tokenSet: TokenSet(
                issuer: archive.issuer, sub: archive.sub, audience: archive.audience, scope: archive.scope,
                refreshToken: archive.refreshToken.map { SecretString($0) }, accessToken: SecretString(archive.accessToken),
                expiresAt: archive.expiresAt), rotation: archive.rotation, createdAt: archive.createdAt,
            requestedScope: archive.requestedScope)
    }

    /// How the session in an archive authenticates, read without taking its tokens and key out.
    /// - Throws: a decoding error if the bytes are not such an archive.
    public static func authentication(archived archive: SecretBytes) throws -> ClientAuthentication {
        struct Part: Decodable { let authentication: ClientAuthentication }
        return try SecretArchive.decode(Part.self, archive).authentication
    }

    private struct Archive: Codable {
        let dpopKey: String
        let authentication: ClientAuthentication
        let issuer: Issuer
        let sub: DID
        let audience: HTTPURL
        let scope: String
        let refreshToken: String?
        let accessToken: String
        let expiresAt: Date?
        let rotation: Rotation
        let createdAt: Date
        let requestedScope: String?
    }
}
