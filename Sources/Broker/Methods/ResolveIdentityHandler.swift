import ATProtoSyntax
import ATProtoIdentity
import ATProtoOAuth
import BrokerAPI

/// `identity.resolve`.
struct ResolveIdentityHandler: MethodHandler {
    typealias Method = BrokerAPI.ResolveIdentity

    let accounts: Accounts

    func handle(_ params: ResolveIdentity.Params, _ context: CallContext) async throws -> ResolveIdentity.Result {
        try await explaining {
            // Every tenant of the caller resolves alike, from the same caches.
            let tenant = Tenant(uid: context.caller.uid, registration: try accounts.registration(nil).name)
            let found = try await accounts.client(tenant).resolve(params.identifier, fresh: params.fresh ?? false)
            return ResolveIdentity.Result(
                did: found.identity?.did.description, handle: found.identity?.handle.description,
                handleVerified: found.identity?.handleVerified ?? false, pds: found.identity?.pds.origin,
                issuer: found.server.issuer.description, sources: Self.sources(found))
        }
    }

    private static func sources(_ found: OAuthClient.Resolution) -> IdentitySources {
        let legs = found.identity?.sources.filter { $0.outcome == .found } ?? []
        let document = legs.first { $0.name == .plc || $0.name == .web }.map {
            IdentitySource(method: .didDocument, location: $0.name.rawValue, cached: $0.isCached)
        }
        let handle = legs.first { $0.name != .plc && $0.name != .web }.map {
            IdentitySource(method: method($0.name), location: $0.reason, cached: $0.isCached)
        }
        return IdentitySources(
            did: handle ?? IdentitySource(method: .input), handle: handle ?? document, pds: document,
            issuer: IdentitySource(
                method: found.identity == nil ? .serverMetadata : .resourceMetadata, location: found.identity?.pds.origin))
    }

    private static func method(_ leg: ResolutionLeg.Name) -> IdentitySource.Method {
        switch leg {
        case .dns: .dns
        case .https: .wellKnown
        case .xrpc, .custom: .xrpc
        case .plc, .web: .didDocument
        }
    }
}
