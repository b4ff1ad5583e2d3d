public import ATProtoSyntax

/// Finds the DID that a handle claims. The claim is half of the truth: the DID's document has to confirm it.
public protocol HandleResolver: Sendable {
    /// Returns the DID, or `nil` if the handle has none, as far as can be told. With `fresh`, no cache answers.
    ///
    /// Throws what kept it from telling; `CancellationError` if the caller was cancelled.
    func resolve(_ handle: Handle, fresh: Bool) async throws -> DID?

    /// The same, with the steps taken. Resolvers of one's own need not implement it.
    func lookUp(_ handle: Handle, fresh: Bool) async throws -> HandleLookup
}

extension HandleResolver {
    /// One step named `custom`.
    public func lookUp(_ handle: Handle, fresh: Bool) async throws -> HandleLookup {
        guard let did = try await resolve(handle, fresh: fresh) else { return .missed(.custom, "there is no such handle") }
        return .found(did, .custom)
    }
}
