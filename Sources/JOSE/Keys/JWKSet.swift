/// A set of public keys (RFC 7517 section 5), as a client publishes it.
public struct JWKSet: Hashable, Sendable, Codable {
    /// The keys, in order of preference.
    public var keys: [JWK]

    /// A set of `keys`.
    public init(keys: [JWK] = []) { self.keys = keys }
}
