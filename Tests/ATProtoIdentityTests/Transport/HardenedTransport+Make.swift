import ATProtoIdentity
import ATProtoSyntax
import Synchronization

extension HardenedTransport {
    /// A transport for servers on loopback.
    static func make(
        plainHTTP: PlainHTTPPolicy = .loopbackOnly, addresses: AddressPolicy = .development,
        proxies: ProxyConfiguration = ProxyConfiguration(),
        roots: [String] = [], resolver: any AddressResolver = SystemAddressResolver()
    ) throws -> HardenedTransport {
        try HardenedTransport(
            configuration: Configuration(
                userAgent: "atoauthd/test", plainHTTP: plainHTTP, addresses: addresses, proxies: proxies, additionalTrustRoots: roots),
            resolver: resolver)
    }
}

/// Resolves every name as the test says.
struct ScriptedAddressResolver: AddressResolver {
    let script: @Sendable (String) async throws -> [IPAddress]

    init(_ addresses: String...) { script = { _ in addresses.compactMap { IPAddress($0) } } }
    init(_ script: @escaping @Sendable (String) async throws -> [IPAddress]) { self.script = script }

    func addresses(of host: String) async throws -> [IPAddress] { try await script(host) }
}
