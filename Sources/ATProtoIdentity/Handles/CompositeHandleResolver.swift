public import ATProtoSyntax

/// Asks the DNS and the handle's web server at once, and others only if both have nothing.
///
/// The DNS wins whenever it answers, even if the web server was faster: the two may disagree, and the answer must not depend on luck.
public struct CompositeHandleResolver: HandleResolver {
    private let dns: (any HandleResolver)?
    private let https: any HandleResolver
    private let fallbacks: [any HandleResolver]

    /// Combines resolvers; `fallbacks` are asked in order: other nameservers, then a service. Without `dns` the web server is the first.
    public init(dns: (any HandleResolver)?, https: any HandleResolver, fallbacks: [any HandleResolver] = []) {
        self.dns = dns
        self.https = https
        self.fallbacks = fallbacks
    }

    /// Returns the first DID found; see ``HandleResolver``.
    public func resolve(_ handle: Handle, fresh: Bool) async throws -> DID? { try await lookUp(handle, fresh: fresh).did }

    /// Returns the first DID found and the steps so far.
    public func lookUp(_ handle: Handle, fresh: Bool) async throws -> HandleLookup {
        var lookup = try await first(handle, fresh: fresh)
        for fallback in fallbacks where lookup.did == nil {
            do {
                lookup = try await fallback.lookUp(handle, fresh: fresh).after(lookup)
            } catch let error as IdentityError {
                throw error.preceded(by: lookup.legs)
            }
        }
        return lookup
    }

    private func first(_ handle: Handle, fresh: Bool) async throws -> HandleLookup {
        guard let dns else { return try await https.lookUp(handle, fresh: fresh) }
        // Leaving the scope with an answer of the DNS cancels the request to the web server.
        async let fromHTTPS = https.lookUp(handle, fresh: fresh)
        let fromDNS = try await dns.lookUp(handle, fresh: fresh)
        return fromDNS.did == nil ? try await fromHTTPS.after(fromDNS) : fromDNS
    }
}
