public import ATProtoSyntax

/// Resolution of `did:web` by the host's own web server.
public struct WebDIDResolver: DIDResolver {
    private let allowHTTP: Bool
    private let fetch: DocumentFetch

    /// Fetches over https; `localhost` has no certificate and so needs `allowHTTP`.
    public init(
        allowHTTP: Bool = false, transport: any HTTPTransport,
        limits: TransferLimits = TransferLimits(deadline: .seconds(10), maxBodyBytes: 262_144)
    ) {
        self.allowHTTP = allowHTTP
        fetch = DocumentFetch(transport: transport, limits: limits)
    }

    /// Returns the document; see ``DIDResolver``.
    public func resolve(_ did: DID, fresh: Bool) async throws(IdentityError) -> DIDDocument {
        guard did.method == "web" else { throw IdentityError(.didNotAllowed, did.description, "only did:web has a host") }
        let authority = did.identifier.split(separator: "%3A").joined(separator: ":")
        let isLocal = authority == "localhost" || authority.hasPrefix("localhost:")
        guard allowHTTP || !isLocal else {
            throw IdentityError(.didNotAllowed, did.description, "did:web at localhost is plain http, which is not allowed here")
        }
        guard let url = try? HTTPURL("\(isLocal ? "http" : "https")://\(authority)/.well-known/did.json") else {
            throw IdentityError(.didNotAllowed, did.description, "its host makes no URL")
        }
        return try await fetch.document(of: did, at: url, leg: .web, fresh: fresh)
    }
}
