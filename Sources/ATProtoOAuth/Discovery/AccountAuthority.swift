import ATProtoIdentity
import ATProtoSyntax

/// Knows which authorization server speaks for an account: account → resource server → authorization server.
struct AccountAuthority: Sendable {
    let identities: IdentityResolver
    let servers: ServerResolver
    /// The longest that ``confirm(_:speaksFor:)`` may take.
    let confirmationLimit: Duration

    /// Where a login begins.
    struct Start: Sendable {
        let server: AuthorizationServerMetadata
        /// Nil if only a server was named.
        let identity: Identity?
    }

    /// The authorization server for what the user typed: a handle, a DID, or the URL of a resource or authorization server.
    /// - Throws: ``OAuthResolverError``, or `CancellationError` if the caller was cancelled.
    func start(_ input: String, fresh: Bool = false) async throws -> Start {
        let identifier: AccountIdentifier
        do { identifier = try AccountIdentifier(input) } catch { throw OAuthResolverError(.identity, "\(error)", cause: error) }
        if case .service(let url) = identifier { return Start(server: try await server(at: url, fresh: fresh), identity: nil) }
        let identity: Identity
        do {
            identity = try await identities.resolve(identifier, fresh: fresh)
        } catch {
            throw Self.unresolved(error)
        }
        return Start(server: try await servers.server(ofResource: identity.pds, fresh: fresh), identity: identity)
    }

    /// What a caller is told who left, and what everybody else.
    static func unresolved(_ error: IdentityError) -> any Error {
        error.code == .cancelled ? CancellationError() : OAuthResolverError(.identity, "\(error)", cause: error)
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
