public import ATProtoSyntax

/// An account, found by its handle or DID.
public struct Identity: Hashable, Sendable {
    /// Who it is.
    public let did: DID
    /// Its handle, or ``Handle/invalid`` if the one it claims does not lead back to it.
    public let handle: Handle
    /// Where its data is.
    public let pds: HTTPURL
    /// What it says of itself.
    public let document: DIDDocument
    /// How each was found, in order.
    public let sources: [ResolutionLeg]

    /// Makes an identity from what was found.
    public init(did: DID, handle: Handle, pds: HTTPURL, document: DIDDocument, sources: [ResolutionLeg] = []) {
        self.did = did
        self.handle = handle
        self.pds = pds
        self.document = document
        self.sources = sources
    }

    /// Whether handle and document confirm each other.
    public var handleVerified: Bool { handle != .invalid }
}
