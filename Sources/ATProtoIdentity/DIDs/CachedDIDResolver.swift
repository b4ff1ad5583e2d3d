public import ATProtoSyntax
public import FoundationEssentials

/// Remembers documents for less than ten minutes, the longest that a sign-in may be behind an account's move to another server.
public struct CachedDIDResolver: DIDResolver {
    private let base: any DIDResolver
    private let getter: CachedGetter<DID, DIDDocument>

    /// Caches `base` for `lifetime`, up to `capacity` bytes of documents.
    public init(
        _ base: any DIDResolver, lifetime: Duration = .seconds(540), capacity: Int = 4 << 20,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.base = base
        // Values in memory take about as much again as their text, and small ones more.
        getter = CachedGetter(capacity: capacity, now: now) { .init(lifetime, cost: $0.size + 1024) }
    }

    /// Returns the document; see ``DIDResolver``.
    public func resolve(_ did: DID, fresh: Bool) async throws(IdentityError) -> DIDDocument {
        do {
            return try await getter.value(for: did, fresh: fresh) { [base] in try await base.resolve(did, fresh: fresh) }.value
        } catch let error as IdentityError {
            throw error
        } catch {
            throw IdentityError(.cancelled, did.description, "the caller was cancelled")
        }
    }
}
