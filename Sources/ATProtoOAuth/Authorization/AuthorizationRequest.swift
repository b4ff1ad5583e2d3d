public import ATProtoSyntax
public import FoundationEssentials

/// A login that has begun: where to send the browser, and until when.
public struct AuthorizationRequest: Sendable, Hashable {
    /// The page for the user's browser.
    public let url: HTTPURL
    /// The `state` parameter, which the callback will carry.
    public let state: String
    /// Where the browser will come back to.
    public let redirectURI: String
    /// What the page was told to ask of the user. It may be less than was wanted; see ``AuthorizeOptions/prompt``.
    public let prompt: Prompt?
    /// When the server forgets the request; after that, begin again.
    public let expiresAt: Date
    /// The account, if one was named.
    public let sub: DID?
    /// The authorization server.
    public let issuer: Issuer
}
