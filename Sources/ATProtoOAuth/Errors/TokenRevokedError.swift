public import ATProtoSyntax

/// A session ended because it was signed out or replaced by a newer sign-in.
public struct TokenRevokedError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The account.
    public let sub: DID

    /// An error about `sub`'s session.
    public init(_ sub: DID) { self.sub = sub }

    /// The account and what happened.
    public var description: String { "\(sub): the session was signed out" }
}
