public import ATProtoIdentity
public import ATProtoOAuth
public import FoundationEssentials

/// What the OAuth clients of all tenants share: the way to the network, public facts, and time.
public struct OAuthEnvironment: Sendable {
    /// The way to the network.
    public var transport: any HTTPTransport
    /// How accounts are found.
    public var identities: IdentityResolver
    /// Allows servers over plain http, for development.
    public var allowHTTP: Bool
    /// Nonces and clocks of servers.
    public var servers: ServerTable
    /// What a request may take.
    public var limits: TransferLimits
    /// The longest wait for another change of the same session.
    public var lockWait: Duration
    /// The wall clock.
    public var now: @Sendable () -> Date

    /// An environment.
    public init(
        transport: any HTTPTransport, identities: IdentityResolver, allowHTTP: Bool = false, servers: ServerTable = ServerTable(),
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
        for registration: Registration, _ tenant: Tenant, _ vault: SessionVault, _ store: SealedStore, _ locks: any RequestLock,
        onEvent: @escaping @Sendable (SessionEvent) -> Void, onWarning: @escaping @Sendable (ServerWarning) -> Void
    ) -> OAuthClientOptions {
        var options = OAuthClientOptions(
            clientMetadata: registration.metadata,
            runtimeImplementation: RuntimeImplementation(requestLock: TenantLock(tenant: tenant, base: locks), now: now),
            stateStore: TenantStateStore(tenant: tenant, store: store, now: now),
            sessionStore: TenantSessionStore(tenant: tenant, vault: vault), keyset: registration.keyset, identityResolver: identities,
            transport: transport, allowHTTP: allowHTTP, servers: servers, limits: limits, onEvent: onEvent)
        options.onWarning = onWarning
        return options
    }
}
