public import ATProtoIdentity
public import FoundationEssentials

import ATProtoSyntax

extension IdentityConfiguration {
    /// The resolver that the configuration describes, with its caches.
    /// - Parameter allowHTTP: whether `did:web:localhost` may be fetched over plain http.
    public func resolver(
        over transport: any HTTPTransport, allowHTTP: Bool, now: @escaping @Sendable () -> Date = { Date() }
    ) -> IdentityResolver {
        .standard(
            transport: transport, records: records(transport), service: handleResolver, directory: plcDirectory, allowHTTP: allowHTTP,
            allowTestHandles: allowTestHandles, now: now)
    }

    private func records(_ transport: any HTTPTransport) -> any TXTResolver {
        if let doh { return DoHTXTResolver(service: doh, transport: transport) }
        return dns ? SystemTXTResolver() : NoTXTRecords()
    }
}
