import ATProtoIdentity
import ATProtoSyntax

extension AccountAuthority {
    /// Makes sure, passing all caches by, that `issuer` still speaks for `sub` (atproto OAuth "Identity Authentication").
    /// - Returns: the server's metadata, and the account's resource server.
    /// - Throws: ``OAuthIssuerError`` if it does not; ``OAuthResolverError`` if that could not be found out, or not in time.
    func confirm(_ issuer: Issuer, speaksFor sub: DID) async throws -> (server: AuthorizationServerMetadata, audience: HTTPURL) {
        try await withThrowingTaskGroup(of: (server: AuthorizationServerMetadata, audience: HTTPURL)?.self) { group in
            group.addTask { try await look(issuer, sub) }
            group.addTask {
                try await Task.sleep(for: confirmationLimit)
                return nil
            }
            defer { group.cancelAll() }
            // The servers on the way are the account's own choice; a slow one must not hold tokens that nobody can use yet.
            guard let found = try await group.next() ?? nil else {
                throw OAuthResolverError(.identity, "whether \(issuer) speaks for \(sub) was not found out within \(confirmationLimit)")
            }
            return found
        }
    }

    private func look(_ issuer: Issuer, _ sub: DID) async throws -> (server: AuthorizationServerMetadata, audience: HTTPURL) {
        let audience: HTTPURL
        do {
            audience = try await identities.personalDataServer(of: sub, fresh: true)
        } catch {
            throw Self.unresolved(error)
        }
        let authority = try await servers.authority(ofResource: audience, fresh: true)
        guard authority.issuer == issuer else {
            if authority.isAssumed { try await believe(authority.issuer, insteadOf: issuer, at: audience) }
            throw OAuthIssuerError(sub, "the account's authorization server is \(authority.issuer), not \(issuer)")
        }
        return (try await servers.server(issuer, resource: audience, fresh: true), audience)
    }

    /// Makes sure that a resource server which says nothing of an authorization server is one itself. If it is not, its silence is a
    /// failure that passes, and no sign that the account has moved.
    private func believe(_ assumed: Issuer, insteadOf issuer: Issuer, at audience: HTTPURL) async throws {
        do {
            _ = try await servers.server(assumed, resource: audience, fresh: true)
        } catch let error as OAuthResolverError {
            throw OAuthResolverError(
                .protectedResource, "\(audience.origin) has no metadata, which named \(issuer) before, and is no authorization server",
                cause: error)
        }
    }
}
