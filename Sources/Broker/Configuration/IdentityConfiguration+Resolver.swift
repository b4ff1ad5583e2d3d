public import ATProtoIdentity
public import FoundationEssentials

import ATProtoSyntax

extension IdentityConfiguration {
    /// The resolver that the configuration describes, with its caches.
    /// - Parameter allowHTTP: whether `did:web:localhost` may be fetched over plain http.
    public func resolver(
        over transport: any HTTPTransport, allowHTTP: Bool, now: @escaping @Sendable () -> Date = { Date() }
    ) -> IdentityResolver {
        let handles = CompositeHandleResolver(
            dns: DNSHandleResolver(records: records(transport)), https: WellKnownHandleResolver(transport: transport),
            fallbacks: handleResolver.map { [XRPCHandleResolver(service: $0, transport: transport)] } ?? [])
        return IdentityResolver(
            handles: CachedHandleResolver(handles, now: now), dids: CachedDIDResolver(documents(transport, allowHTTP), now: now),
            allowTestHandles: allowTestHandles)
    }

    private func records(_ transport: any HTTPTransport) -> any TXTResolver {
        if let doh { return DoHTXTResolver(service: doh, transport: transport) }
        return dns ? SystemTXTResolver() : NoTXTRecords()
    }

    private func documents(_ transport: any HTTPTransport, _ allowHTTP: Bool) -> any DIDResolver {
        let web = WebDIDResolver(allowHTTP: allowHTTP, transport: transport)
        return plcDirectory.map { MethodDIDResolver(plc: PLCResolver(directory: $0, transport: transport), web: web) } ?? web
    }
}
