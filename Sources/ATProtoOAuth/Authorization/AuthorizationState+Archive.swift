import ATProtoSyntax
import FoundationEssentials
public import JOSE

extension AuthorizationState {
    /// The state as bytes, for a store to encrypt. They hold the PKCE verifier and the private key.
    public func archive() throws -> SecretBytes {
        try SecretArchive.encode(
            Archive(
                issuer: issuer, sub: sub, redirectURI: redirectURI,
                dpopKey: dpopKey.exportJWK().withUnsafeBytes { String(decoding: $0, as: UTF8.self) }, authentication: authentication,
                verifier: verifier.reveal(), appState: appState, scope: scope, createdAt: createdAt))
    }

    /// The state that ``archive()`` wrote.
    /// - Throws: `JOSEError` or a decoding error if the bytes are not such an archive.
    public init(archive: SecretBytes) throws {
        let archive = try SecretArchive.decode(Archive.self, archive)
        self.init(
            issuer: archive.issuer, sub: archive.sub, redirectURI: archive.redirectURI,
            dpopKey: try PrivateKey(jwk: SecretBytes(copying: archive.dpopKey.utf8), trust: .own), authentication: archive.authentication,
            verifier: SecretString(archive.verifier), appState: archive.appState, scope: archive.scope,
            createdAt: archive.createdAt)
    }

    private struct Archive: Codable {
        let issuer: Issuer
        let sub: DID?
        let redirectURI: String
        let dpopKey: String
        let authentication: ClientAuthentication
        let verifier: String
        let appState: String?
        let scope: String?
        let createdAt: Date
    }
}
