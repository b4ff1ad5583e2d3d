import ATProtoIdentity
import ATProtoSyntax
import FoundationEssentials

/// Finds authorization servers: from a resource server by RFC 9728, from an issuer by RFC 8414.
final class ServerResolver: Sendable {
    private let fetcher: MetadataFetcher
    private let allowHTTP: Bool
    private let authorities: CachedGetter<String, ResourceAuthority>
    private let servers: CachedGetter<Issuer, AuthorizationServerMetadata>
    private let warn: @Sendable (ServerWarning) -> Void

    init(
        transport: any HTTPTransport, allowHTTP: Bool, limits: TransferLimits, table: ServerTable,
        warn: @escaping @Sendable (ServerWarning) -> Void, now: @escaping @Sendable () -> Date
    ) {
        fetcher = MetadataFetcher(transport: transport, limits: limits) { table.learn(from: $0, of: $1, receivedAt: now()) }
        self.allowHTTP = allowHTTP
        self.warn = warn
        authorities = CachedGetter(capacity: 100, now: now) { _ in .init(.seconds(60)) }
        servers = CachedGetter(capacity: 100, now: now) { _ in .init(.seconds(60)) }
    }

    /// The authorization server of the resource server at `resource`.
    /// - Parameter fresh: whether caches are passed by.
    func server(ofResource resource: HTTPURL, fresh: Bool = false) async throws -> AuthorizationServerMetadata {
        try await server(authority(ofResource: resource, fresh: fresh).issuer, resource: resource, fresh: fresh)
    }

    /// The metadata of `issuer`.
    /// - Parameter resource: the resource server that named it, if that is how it was found.
    func server(_ issuer: Issuer, resource: HTTPURL? = nil, fresh: Bool = false) async throws -> AuthorizationServerMetadata {
        try refuseHTTP(issuer.url, .authorizationServer)
        let metadata = try await servers.value(for: issuer, fresh: fresh) { [fetcher, allowHTTP] in
            // A document that breaks a rule is not kept: it may be mended at any moment.
            let metadata = try await Self.fetchServer(issuer, fetcher, fresh)
            try metadata.validate(expecting: issuer, allowHTTP: allowHTTP)
            return metadata
        }.value
        if let resource { try metadata.validate(namedBy: resource) }
        for warning in metadata.warnings { warn(warning) }
        return metadata
    }

    /// The issuer that the resource server at `resource` names. A server without such metadata is its own authorization server.
    func authority(ofResource resource: HTTPURL, fresh: Bool) async throws -> ResourceAuthority {
        try refuseHTTP(resource, .protectedResource)
        return try await authorities.value(for: resource.origin, fresh: fresh) { [fetcher] in
            try await Self.fetchAuthority(of: resource, fetcher, fresh)
        }.value
    }

    private func refuseHTTP(_ url: HTTPURL, _ step: OAuthResolverError.Step) throws(OAuthResolverError) {
        guard url.scheme == .https || allowHTTP else {
            throw OAuthResolverError(step, "\(url.origin) is not https; plain http must be allowed for development", isInsecure: true)
        }
    }

    private static func fetchServer(
        _ issuer: Issuer, _ fetcher: MetadataFetcher, _ fresh: Bool
    ) async throws(OAuthResolverError) -> AuthorizationServerMetadata {
        do {
            let url = try issuer.url.resolving(pathAndQuery: "/.well-known/oauth-authorization-server")
            return try await fetcher.fetch(AuthorizationServerMetadata.self, from: url, fresh: fresh)
        } catch {
            throw OAuthResolverError(.authorizationServer, "the metadata of \(issuer) \(error)", cause: error)
        }
    }

    private static func fetchAuthority(
        of resource: HTTPURL, _ fetcher: MetadataFetcher, _ fresh: Bool
    ) async throws(OAuthResolverError) -> ResourceAuthority {
        do {
            let url = try resource.resolving(pathAndQuery: "/.well-known/oauth-protected-resource")
            let document = try await fetcher.fetch(ProtectedResourceMetadata.self, from: url, fresh: fresh)
            return ResourceAuthority(issuer: try document.issuer(expecting: resource), isAssumed: false)
        } catch MetadataFetcher.Failure.status(404) {
            guard let issuer = Issuer(originOf: resource) else {
                throw OAuthResolverError(.protectedResource, "\(resource.origin) has no metadata and is no issuer")
            }
            return ResourceAuthority(issuer: issuer, isAssumed: true)
        } catch let error as OAuthResolverError {
            throw error
        } catch {
            throw OAuthResolverError(.protectedResource, "the metadata of \(resource.origin) \(error)", cause: error)
        }
    }
}
