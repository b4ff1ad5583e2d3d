import ATProtoSyntax
import AsyncHTTPClient
import FoundationEssentials
import NIOCore

/// Keeps requests from addresses that are not to be reached, twice.
///
/// Before connecting, every address of the name is checked: one that is forbidden refuses the name. As the connection looks the name
/// up again, and the answer may have changed meanwhile (rebinding), the peer's address is checked once more when the connection
/// stands. A rebound peer thus sees a TCP and a TLS handshake, but never a byte of a request: the connection is given up before it
/// is handed one.
struct AddressGuard: Sendable {
    let policy: AddressPolicy
    let resolver: any AddressResolver
    // The connection's own check is the one that decides, so that a few seconds of memory cost no safety.
    private let lookups: CachedGetter<String, [IPAddress]>

    init(policy: AddressPolicy, resolver: any AddressResolver, now: @escaping @Sendable () -> Date) {
        self.policy = policy
        self.resolver = resolver
        lookups = CachedGetter(capacity: 1000, cancelsUnwanted: true, now: now) { .init($0.isEmpty ? .zero : .seconds(30)) }
    }

    /// Checks the name alone, for requests that a proxy resolves.
    func checkName(of url: HTTPURL) throws(TransportError) {
        if let objection = policy.objection(to: url) {
            throw TransportError(.forbiddenAddress, "\(objection); the address policy can allow it")
        }
    }

    /// Checks the addresses of the name.
    func checkAddresses(of url: HTTPURL) async throws {
        guard url.ipAddress == nil else { return }
        let addresses = try await lookups.value(for: url.host) { [resolver] in try await resolver.addresses(of: url.host) }.value
        guard !addresses.isEmpty else { throw TransportError(.unresolvedHost, "\(url.host) has no address") }
        if let refused = addresses.first(where: { !policy.permits($0) }) { throw Self.forbidden(refused, of: url.host) }
    }

    /// The check of a standing connection.
    @Sendable func veto(_ channel: any Channel) -> EventLoopFuture<Void> {
        guard let address = channel.remoteAddress?.ipAddress.flatMap({ IPAddress($0) }), policy.permits(address) else {
            // Closing is left to nobody: a connection that was refused is handed to no request and to no pool.
            channel.close(promise: nil)
            let peer = channel.remoteAddress?.ipAddress ?? "an unknown address"
            return channel.eventLoop.makeFailedFuture(
                TransportError(.forbiddenAddress, "the connection went to \(peer), which the address policy forbids"))
        }
        return channel.eventLoop.makeSucceededVoidFuture()
    }

    private static func forbidden(_ address: IPAddress, of host: String) -> TransportError {
        TransportError(.forbiddenAddress, "\(host) has the address \(address), which the address policy forbids")
    }
}
