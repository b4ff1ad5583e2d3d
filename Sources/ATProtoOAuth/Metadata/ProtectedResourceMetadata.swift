import ATProtoSyntax

/// What a resource server says of itself (RFC 9728): in atproto, which authorization server issues its tokens.
struct ProtectedResourceMetadata: Sendable, Decodable {
    let resource: String
    let authorizationServers: [String]

    private enum CodingKeys: String, CodingKey {
        case resource
        case authorizationServers = "authorization_servers"
    }

    /// The one authorization server.
    /// - Throws: ``OAuthResolverError`` if the document is not `origin`'s or names none or several.
    func issuer(expecting origin: HTTPURL) throws(OAuthResolverError) -> Issuer {
        func refuse(_ rule: String) -> OAuthResolverError { OAuthResolverError(.protectedResource, "\(origin.origin): \(rule)") }
        guard resource == origin.origin else { throw refuse("resource is \(resource), not the server's own (RFC 9728 section 3.3)") }
        guard authorizationServers.count == 1, let text = authorizationServers.first else {
            throw refuse("authorization_servers must name exactly one server, not \(authorizationServers.count)")
        }
        guard let issuer = Issuer(text) else {
            throw refuse("authorization_servers names \(text), which is no origin without trailing slash")
        }
        return issuer
    }
}
