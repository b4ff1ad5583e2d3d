public import ATProtoIdentity

extension OAuthClient {
    /// An account or server, and who speaks for it.
    public struct Resolution: Sendable {
        /// The account; nil if only a server was named.
        public let identity: Identity?
        /// The authorization server.
        public let server: AuthorizationServerMetadata
    }

    /// Finds out what a login for `input` would begin with, without beginning one.
    /// - Parameters:
    ///   - input: a handle, a DID, or the URL of a server.
    ///   - fresh: whether caches are passed by.
    /// - Throws: ``OAuthResolverError``, whose cause tells every step that was taken.
    public func resolve(_ input: String, fresh: Bool = false) async throws -> Resolution {
        let start = try await authority.start(input, fresh: fresh)
        return Resolution(identity: start.identity, server: start.server)
    }
}
