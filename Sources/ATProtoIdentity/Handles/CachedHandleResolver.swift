public import ATProtoSyntax
public import FoundationEssentials

/// Remembers what another resolver found.
///
/// A sign-in must see a changed handle within ten minutes, and somebody who has just set up a handle tries again within one: so hits
/// are kept for less than the former, misses for half a minute at most.
public struct CachedHandleResolver: HandleResolver {
    /// The longest that a miss is kept.
    public static let longestMiss = Duration.seconds(30)

    private let base: any HandleResolver
    private let getter: CachedGetter<Handle, HandleLookup>

    /// Caches `base`: hits for `lifetime`, misses for as long, though never more than ``longestMiss``.
    public init(
        _ base: any HandleResolver, lifetime: Duration = .seconds(540), capacity: Int = 1000,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.base = base
        getter = CachedGetter(capacity: capacity, now: now) { .init($0.did == nil ? min(lifetime, Self.longestMiss) : lifetime) }
    }

    /// Returns the DID; see ``HandleResolver``.
    public func resolve(_ handle: Handle, fresh: Bool) async throws -> DID? { try await lookUp(handle, fresh: fresh).did }

    /// Returns the DID and the steps by which it was found, which may lie in the past.
    public func lookUp(_ handle: Handle, fresh: Bool) async throws -> HandleLookup {
        let (lookup, isCached) = try await getter.value(for: handle, fresh: fresh) { [base] in
            try await base.lookUp(handle, fresh: fresh)
        }
        return isCached ? lookup.cached : lookup
    }
}
