public import ATProtoSyntax
public import FoundationEssentials
public import JOSE

/// The tokens of a session, as the authorization server issued them.
public struct TokenSet: Sendable, Hashable {
    /// The authorization server that issued them.
    public let issuer: Issuer
    /// The account.
    public let sub: DID
    /// The account's resource server, which is the tokens' audience.
    public let audience: HTTPURL
    /// What the user granted, which may be less than was asked for.
    public let scope: String
    /// The token that gets the next set, once. Nil if the server gave none.
    public let refreshToken: SecretString?
    /// The token that goes with requests, bound to the session's DPoP key.
    public let accessToken: SecretString
    /// When the access token ends, counted from before it was asked for; nil if the server did not say.
    public let expiresAt: Date?

    /// A set of tokens.
    public init(
        issuer: Issuer, sub: DID, audience: HTTPURL, scope: String, refreshToken: SecretString?, accessToken: SecretString, expiresAt: Date?
    ) {
        self.issuer = issuer
        self.sub = sub
        self.audience = audience
        self.scope = scope
        self.refreshToken = refreshToken
        self.accessToken = accessToken
        self.expiresAt = expiresAt
        id = TokenID(of: accessToken)
    }

    /// Names the access token without giving it away.
    public let id: TokenID

    func with(refreshToken: SecretString) -> TokenSet {
        TokenSet(
            issuer: issuer, sub: sub, audience: audience, scope: scope, refreshToken: refreshToken, accessToken: accessToken,
            expiresAt: expiresAt)
    }
}
