public import ATProtoSyntax

/// Sends each DID to the resolver of its method.
public struct MethodDIDResolver: DIDResolver {
    private let plc: any DIDResolver
    private let web: any DIDResolver

    /// Combines the resolvers of the two methods.
    public init(plc: any DIDResolver, web: any DIDResolver) {
        self.plc = plc
        self.web = web
    }

    /// Returns the document; see ``DIDResolver``.
    public func resolve(_ did: DID, fresh: Bool) async throws(IdentityError) -> DIDDocument {
        try await (did.method == "plc" ? plc : web).resolve(did, fresh: fresh)
    }
}
