import ATProtoIdentity
import ATProtoSyntax

/// Knows which authorization server speaks for an account: account → resource server → authorization server.
struct AccountAuthority: Sendable {
    let identities: IdentityResolver
    let servers: ServerResolver

    /// Where a login begins.
    struct Start: Sendable {
        let server: AuthorizationServerMetadata
        /// Nil if only a server was named.
        let identity: Identity?
    }

    /// The authorization server for what the user typed: a handle, a DID, or the URL of a resource or authorization server.
    /// - Throws: ``OAuthResolverError``.
    func start(_ input: String, fresh: Bool = false) async throws -> Start {
        let identifier: AccountIdentifier
        do { identifier = try AccountIdentifier(input) } catch { throw OAuthResolverError(.identity, "\(error)", cause: error) }
        if case .service(let url) = identifier { return Start(server: try await server(at: url, fresh: fresh), identity: nil) }
        let identity: Identity
        do {
            identity = try await identities.resolve(identifier, fresh: fresh)
        } catch {
            throw OAuthResolverError(.identity, "\(error)", cause: error)
        }
        return Start(server: try await servers.server(ofResource: identity.pds, fresh: fresh), identity: identity)
    }

    /// Makes sure, passing all caches by, that `issuer` still speaks for `sub`.
    /// - Returns: the server's metadata, and the account's resource server.
    /// - Throws: ``OAuthIssuerError`` if it does not; ``OAuthResolverError`` if that could not be found out.
    func confirm(_ issuer: Issuer, speaksFor sub: DID) async throws -> (server: AuthorizationServerMetadata, audience: HTTPURL) {
        let audience: HTTPURL
        do {
            audience = try await identities.personalDataServer(of: sub, fresh: true)
        } catch {
            throw OAuthResolverError(.identity, "\(error)", cause: error)
        }
        let authority = try await servers.issuer(ofResource: audience, fresh: true)
        guard authority == issuer else {
            throw OAuthIssuerError(sub, "the account's authorization server is \(authority), not \(issuer)")
        }
        return (try await servers.server(issuer, resource: audience, fresh: true), audience)
    }

    private func server(at url: HTTPURL, fresh: Bool) async throws -> AuthorizationServerMetadata {
        do {
            return try await servers.server(ofResource: url, fresh: fresh)
        } catch let first {
            // The user may have named the authorization server itself. If not, what was wrong with the resource server matters.
            guard !(first is CancellationError), let issuer = Issuer(originOf: url) else { throw first }
            do { return try await servers.server(issuer, fresh: fresh) } catch { throw first }
        }
    }
}
