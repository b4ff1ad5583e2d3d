public import ATProtoSyntax

/// Resolution of `did:plc` by its directory.
public struct PLCResolver: DIDResolver {
    private let directory: HTTPURL
    private let fetch: DocumentFetch

    /// Asks `directory`, such as `https://plc.directory`, at its origin; a path is not regarded.
    public init(
        directory: HTTPURL, transport: any HTTPTransport,
        limits: TransferLimits = TransferLimits(deadline: .seconds(10), maxBodyBytes: 262_144)
    ) {
        self.directory = directory
        fetch = DocumentFetch(transport: transport, limits: limits)
    }

    /// Returns the document; see ``DIDResolver``.
    public func resolve(_ did: DID, fresh: Bool) async throws(IdentityError) -> DIDDocument {
        guard did.method == "plc" else { throw IdentityError(.didNotAllowed, did.description, "the directory knows did:plc alone") }
        let path = "/" + PercentEncoding.encode(did.description)
        guard let url = try? directory.resolving(pathAndQuery: path) else {
            throw IdentityError(.didNotAllowed, did.description, "it makes no URL")
        }
        return try await fetch.document(of: did, at: url, leg: .plc, fresh: fresh)
    }
}
