public import ATProtoIdentity
public import ATProtoOAuth
public import FoundationEssentials

/// What the OAuth clients of all tenants share: the way to the network, how things are found out there, and time.
public struct OAuthEnvironment: Sendable {
    /// The way to the network.
    public var transport: any HTTPTransport
    /// Makes what finds accounts, with caches of its own.
    public var identities: @Sendable () -> IdentityResolver
    /// Allows servers over plain http, for development.
    public var allowHTTP: Bool
    /// Makes what remembers nonces and clocks of servers.
    public var servers: @Sendable () -> ServerTable
    /// What a request may take.
    public var limits: TransferLimits
    /// The longest wait for another change of the same session.
    public var lockWait: Duration
    /// The wall clock.
    public var now: @Sendable () -> Date

    /// An environment.
    public init(
        transport: any HTTPTransport, identities: @escaping @Sendable @autoclosure () -> IdentityResolver, allowHTTP: Bool = false,
        servers: @escaping @Sendable @autoclosure () -> ServerTable = ServerTable(),
        limits: TransferLimits = TransferLimits(), lockWait: Duration = .seconds(60), now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.transport = transport
        self.identities = identities
        self.allowHTTP = allowHTTP
        self.servers = servers
        self.limits = limits
        self.lockWait = lockWait
        self.now = now
    }

    func options(
        for registration: Registration, _ tenant: Tenant, _ facts: PublicFacts, _ vault: SessionVault, _ store: SealedStore,
        _ locks: any RequestLock,
        onEvent: @escaping @Sendable (SessionEvent) -> Void, onWarning: @escaping @Sendable (ServerWarning) -> Void
    ) -> OAuthClientOptions {
        var options = OAuthClientOptions(
            clientMetadata: registration.metadata,
            runtimeImplementation: RuntimeImplementation(requestLock: TenantLock(tenant: tenant, base: locks), now: now),
            stateStore: TenantStateStore(tenant: tenant, store: store, now: now),
            sessionStore: TenantSessionStore(tenant: tenant, vault: vault), keyset: registration.keyset, identityResolver: facts.identities,
            transport: transport, allowHTTP: allowHTTP, servers: facts.servers, limits: limits, onEvent: onEvent)
        options.onWarning = onWarning
        return options
    }
}
