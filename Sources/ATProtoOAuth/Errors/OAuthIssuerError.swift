public import ATProtoSyntax

/// Tokens, or a callback, from a server that has no say over the account (atproto OAuth "Identity Authentication").
public struct OAuthIssuerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The account in question, if it is known.
    public let sub: DID?
    /// What does not fit.
    public let reason: String

    init(_ sub: DID?, _ reason: String) {
        self.sub = sub
        self.reason = reason
    }

    /// The account and the reason.
    public var description: String { (sub.map { "\($0): " } ?? "") + reason }
}
