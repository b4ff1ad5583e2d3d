public import ATProtoIdentity
public import ATProtoSyntax
import FoundationEssentials

/// How handles become DIDs (the reference client's `handleResolver`).
public enum HandleResolution: Sendable {
    /// By DNS and HTTPS, as the handle's owner published it.
    case standard
    /// So, and where that leads nowhere by asking a server, such as `https://public.api.bsky.app`.
    case service(HTTPURL)
    /// By a resolver of the application's own, and nothing else.
    case resolver(any HandleResolver)

    /// - Parameter isDevelopment: whether `.test` handles and `did:web:localhost` lead anywhere.
    func identities(
        _ transport: any HTTPTransport, directory: HTTPURL, isDevelopment: Bool, now: @escaping @Sendable () -> Date
    ) -> IdentityResolver {
        func standard(_ service: HTTPURL?) -> IdentityResolver {
            .standard(
                transport: transport, service: service, directory: directory, allowHTTP: isDevelopment, allowTestHandles: isDevelopment,
                now: now)
        }
        switch self {
        case .standard: return standard(nil)
        case .service(let url): return standard(url)
        case .resolver(let handles):
            let dids = MethodDIDResolver(
                plc: PLCResolver(directory: directory, transport: transport),
                web: WebDIDResolver(allowHTTP: isDevelopment, transport: transport))
            return IdentityResolver(
                handles: CachedHandleResolver(handles, now: now), dids: CachedDIDResolver(dids, now: now), allowTestHandles: isDevelopment)
        }
    }
}
