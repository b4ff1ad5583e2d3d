public import ATProtoSyntax

/// The resource server rejected an access token, and also the one that a refresh brought. The session itself is kept.
public struct TokenInvalidError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The account.
    public let sub: DID

    /// An error about `sub`'s session.
    public init(_ sub: DID) { self.sub = sub }

    /// The account and what happened.
    public var description: String { "\(sub): the server rejects even fresh access tokens" }
}
