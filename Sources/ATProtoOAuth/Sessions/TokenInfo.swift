public import ATProtoSyntax
public import FoundationEssentials

/// What may be known about a session's access token.
public struct TokenInfo: Sendable, Hashable {
    /// When it ends; nil if the server did not say.
    public let expiresAt: Date?
    /// Whether it has ended, give or take five seconds; nil if the server did not say when.
    public let expired: Bool?
    /// The granted scope.
    public let scope: String
    /// The scope values that the login asked for and that are not granted, or no longer; see ``Session/withheldScope``.
    public let withheldScope: [String]
    /// The authorization server that issued it.
    public let iss: Issuer
    /// The resource server it is for.
    public let aud: HTTPURL
    /// The account.
    public let sub: DID

    init(_ session: Session, at now: Date) {
        let tokens = session.tokenSet
        expiresAt = tokens.expiresAt
        expired = tokens.expiresAt.map { now > $0 + 5 }
        scope = tokens.scope
        withheldScope = session.withheldScope
        iss = tokens.issuer
        aud = tokens.audience
        sub = tokens.sub
    }
}
