public import JOSE

/// Names an access token without giving it away: the base64url SHA-256 that proofs carry as `ath` (RFC 9449 section 4.2).
public struct TokenID: Hashable, Sendable, CustomStringConvertible {
    /// The hash as text.
    public let description: String

    /// A name that was given out before.
    public init(_ description: String) { self.description = description }

    /// The name of `token`.
    public init(of token: SecretString) { description = Base64URL.encode(token.digest()) }
}
