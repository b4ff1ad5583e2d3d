public import ATProtoSyntax
public import FoundationEssentials
public import JOSE

/// What must be remembered between sending the browser away and its coming back.
public struct AuthorizationState: Sendable {
    /// The server the browser was sent to.
    public let issuer: Issuer
    /// The account the login began with; nil if only a server was named.
    public let sub: DID?
    /// The redirect URI of the request; the code is exchanged with the same (RFC 6749 section 4.1.3).
    public let redirectURI: String
    /// The key the session will be bound to.
    public let dpopKey: PrivateKey
    /// How the client authenticates.
    public let authentication: ClientAuthentication
    /// The PKCE verifier.
    public let verifier: SecretString
    /// The application's own state, returned to it by the callback.
    public let appState: String?
    /// What was asked for.
    public var scope: String?
    /// When the login began.
    public let createdAt: Date
}
