/// How each part of a resolved identity was found.
public struct IdentitySources: Codable, Sendable, Equatable {
    /// The DID.
    public var did: IdentitySource?
    /// The handle.
    public var handle: IdentitySource?
    /// The account's server.
    public var pds: IdentitySource?
    /// The authorization server.
    public var issuer: IdentitySource?

    /// Sources.
    public init(did: IdentitySource? = nil, handle: IdentitySource? = nil, pds: IdentitySource? = nil, issuer: IdentitySource? = nil) {
        self.did = did
        self.handle = handle
        self.pds = pds
        self.issuer = issuer
    }

    static let schema = JSONSchema.object(
        "how each was found",
        .optional("did", IdentitySource.schema),
        .optional("handle", IdentitySource.schema),
        .optional("pds", IdentitySource.schema),
        .optional("issuer", IdentitySource.schema))
}
