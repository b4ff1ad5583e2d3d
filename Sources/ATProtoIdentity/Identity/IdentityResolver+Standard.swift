public import ATProtoSyntax
public import FoundationEssentials

extension IdentityResolver {
    /// A resolver as most programs want it: DNS and HTTPS first, a service of somebody's as the last resort, caches in between.
    ///
    /// - Parameters:
    ///   - transport: the way to the network.
    ///   - records: how TXT records are looked up; `nil` leaves the DNS out.
    ///   - service: a server that resolves handles by XRPC, asked when DNS and HTTPS know nothing; `nil` for none.
    ///   - directory: the directory of `did:plc`; `nil` leaves that method out.
    ///   - allowHTTP: whether `did:web:localhost` is read over plain http, for development.
    ///   - allowTestHandles: whether `.test` handles are resolved, for development.
    public static func standard(
        transport: any HTTPTransport, records: (any TXTResolver)? = SystemTXTResolver(), service: HTTPURL? = nil, directory: HTTPURL?,
        allowHTTP: Bool = false, allowTestHandles: Bool = false, now: @escaping @Sendable () -> Date = { Date() }
    ) -> IdentityResolver {
        let handles = CompositeHandleResolver(
            dns: records.map { DNSHandleResolver(records: $0) }, https: WellKnownHandleResolver(transport: transport),
            fallbacks: service.map { [XRPCHandleResolver(service: $0, transport: transport)] } ?? [])
        let web = WebDIDResolver(allowHTTP: allowHTTP, transport: transport)
        let dids: any DIDResolver =
            directory.map { MethodDIDResolver(plc: PLCResolver(directory: $0, transport: transport), web: web) } ?? web
        return IdentityResolver(
            handles: CachedHandleResolver(handles, now: now), dids: CachedDIDResolver(dids, now: now), allowTestHandles: allowTestHandles)
    }
}
