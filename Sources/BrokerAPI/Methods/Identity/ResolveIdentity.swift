/// `identity.resolve`: from a handle, a DID or a server's URL to the account and its servers.
public enum ResolveIdentity: BrokerMethod {
    /// Whom to resolve.
    public struct Params: Codable, Sendable, Equatable {
        /// A handle, a DID, or the URL of a server.
        public var identifier: String
        /// Whether to leave caches aside; nil is false.
        public var fresh: Bool?

        /// An identifier.
        public init(identifier: String, fresh: Bool? = nil) {
            self.identifier = identifier
            self.fresh = fresh
        }
    }

    /// What was found; a server's URL leads to an issuer and no account.
    public struct Result: Codable, Sendable, Equatable {
        /// The account's DID.
        public var did: String?
        /// Its handle; `handle.invalid` if the claimed one does not point back.
        public var handle: String?
        /// Whether handle and DID point at each other.
        public var handleVerified: Bool
        /// The account's server.
        public var pds: String?
        /// The authorization server.
        public var issuer: String
        /// How each was found.
        public var sources: IdentitySources

        /// A resolved identity.
        public init(
            did: String? = nil, handle: String? = nil, handleVerified: Bool, pds: String? = nil, issuer: String, sources: IdentitySources
        ) {
            self.did = did
            self.handle = handle
            self.handleVerified = handleVerified
            self.pds = pds
            self.issuer = issuer
            self.sources = sources
        }
    }

    /// What the server, the client and the API document know of this method.
    public static let definition = MethodDefinition(
        name: "identity.resolve",
        summary: "Resolve a handle, a DID or a server's URL, and say how each step was found.",
        params: .object(
            "whom to resolve",
            .required("identifier", .string("a handle, a DID or a server's URL", examples: ["alice.example.com"])),
            .optional("fresh", .boolean("whether to leave caches aside"))),
        result: .object(
            "a resolved identity",
            .optional("did", .did),
            .optional("handle", .handle),
            .required("handleVerified", .boolean("whether handle and DID point at each other")),
            .optional("pds", .pds),
            .required("issuer", .issuer),
            .required("sources", IdentitySources.schema)),
        errors: [.resolver, .network, .insecureURL],
        isRepeatable: true)
}
