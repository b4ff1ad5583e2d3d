public import ATProtoSyntax

/// Finds the document of a DID.
public protocol DIDResolver: Sendable {
    /// Returns the document, which was checked to be that of `did`. With `fresh`, no cache answers.
    ///
    /// Throws ``IdentityError`` with the step that failed.
    func resolve(_ did: DID, fresh: Bool) async throws(IdentityError) -> DIDDocument
}
