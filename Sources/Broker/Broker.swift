import ATProtoIdentity
public import BrokerAPI
public import Logging
public import NIOCore

import ATProtoOAuth
import NIOPosix
import Synchronization

/// The daemon as a library: owns all sessions and keys, and serves them on a Unix socket. It runs as well inside a test.
public final class Broker: Sendable {
    /// This program's version.
    public static let version = "0.1.0"
    /// The version of the socket's API; its first number changes when something breaks.
    public static let apiVersion = "1.0"

    /// What a broker is made of.
    public struct Options: Sendable {
        /// One daemon for the machine, or one for a user.
        public var mode: BrokerMode
        /// The OAuth clients; one is called `default`.
        public var registrations: [Registration]
        /// The way to the network, and public facts.
        public var environment: OAuthEnvironment
        /// Where sessions are kept.
        public var store: SealedStore
        /// What callers may take.
        public var limits: ServerLimits
        /// When sessions are refreshed although no call needs it.
        public var upkeep = UpkeepPolicy()
        /// Who may do what, what is audited, and what a reload compares with. Callers' limits and the store are given above.
        public var configuration = Configuration()
        /// Reads the configuration again, for a reload; nil where there is none to read.
        public var source: (@Sendable () throws(ConfigurationError) -> Configuration)?
        /// Is told of a configuration that came into force by a reload, for what of it is not the broker's: the log level.
        public var onReload: @Sendable (Configuration) -> Void = { _ in }
        /// The file of the master key; nil if the service manager keeps it.
        public var keyFile: String?
        /// How long calls and refreshes in flight may take to finish when the broker stops.
        public var grace: Duration

        /// Options.
        public init(
            mode: BrokerMode, registrations: [Registration], environment: OAuthEnvironment, store: SealedStore,
            limits: ServerLimits = ServerLimits(), grace: Duration = .seconds(30)
        ) {
            self.mode = mode
            self.registrations = registrations
            self.environment = environment
            self.store = store
            self.limits = limits
            self.grace = grace
        }
    }

    private let options: Options
    private let accounts: Accounts
    private let flows: Flows
    private let listener: CallbackListener
    private let oversight: Oversight
    private let server: UnixSocketServer
    private let gateway: GatewayServer
    private let upkeep: Upkeep
    private let upkeepTask = Mutex<Task<Void, Never>?>(nil)
    private let logger: Logger

    /// A broker that does not listen yet. Reads the sessions of the store.
    /// - Throws: what the store throws.
    public init(_ options: Options, group: any EventLoopGroup, logger: Logger) async throws {
        self.options = options
        self.logger = logger
        accounts = try await Accounts(
            registrations: options.registrations, environment: options.environment, store: options.store,
            unsealedAtMost: options.configuration.sessions.unsealed, logger: logger)
        upkeep = Upkeep(accounts, policy: options.upkeep, logger: logger, now: options.environment.now)
        oversight = try Oversight(options, accounts, upkeep: upkeep.pulse, logger: logger)
        listener = CallbackListener(logger: logger)
        flows = Flows(openPerUser: options.limits.openFlows, now: options.environment.now)
        let desk = LoginDesk(accounts: accounts, flows: flows, listener: listener, recorder: oversight.recorder)
        await listener.onReturn { params, owner in
            try await ChangeKind.$current.withValue(.login) { try await desk.completeForBrowser(params, of: owner) }
        }
        let bodies = BodyMemory(limit: options.limits.fetchMemory)
        let handlers = Self.handlers(options, accounts, flows, desk, oversight, bodies) + oversight.handlers
        let discover = DiscoverHandler(MethodTable(handlers).definitions)
        let dispatcher = Dispatcher(
            table: MethodTable(handlers + [discover]), rates: RateLimiter(callsPerSecond: options.limits.callsPerSecond), logger: logger,
            gate: oversight.gate, recorder: oversight.recorder, signer: SignRequestHandler(accounts: accounts))
        let reception = Reception(options.limits, logger: logger, metrics: oversight.metrics)
        server = UnixSocketServer(group: group, dispatcher: dispatcher, limits: options.limits, logger: logger, reception: reception)
        gateway = GatewayServer(
            group: group,
            gateway: Gateway(
                accounts, oversight.gate, dispatcher, options.configuration.gateway.limits, server: options.limits,
                maxHeaderBytes: options.environment.limits.maxHeaderBytes, memory: bodies, calls: reception.calls),
            reception: reception)
    }

    /// Begins to serve.
    /// - Parameter handOver: the clients that another process left; they are served before any new one.
    /// - Throws: ``ServerError`` if the endpoint is taken or cannot be used.
    public func start(_ endpoint: SocketEndpoint, adopting handOver: HandOver? = nil) async throws {
        // Asked while it is the broker's own: what listens takes the descriptor over.
        let path = endpoint.path
        await server.adopt(handOver?.connections() ?? [])
        try await server.start(endpoint)
        oversight.socket.value = path
        upkeepTask.withLock { $0 = Task { [upkeep] in await upkeep.run() } }
    }

    /// Begins to serve HTTP as well.
    /// - Throws: ``ServerError`` if the endpoint is taken or cannot be used.
    public func startGateway(_ endpoint: SocketEndpoint) async throws {
        let path = endpoint.path
        try await gateway.start(endpoint)
        oversight.gatewaySocket.value = path
    }

    /// Reads the configuration again. A bad one changes nothing; of a good one, access and administrators change at once.
    public func reload() -> ReloadOutcome { oversight.reloader.reload() }

    /// Whether sessions that nobody uses are looked after; costs nothing to ask.
    public var looksAfterSessions: Bool { oversight.readiness.upkeepFault() == nil }

    /// Checks, by doing a little of it, whether the broker can do its work.
    public func readiness() async -> [ReadinessCheck] { await oversight.readiness.checks() }

    /// Stops serving: calls and refreshes in flight finish, within the grace of the options. Then the store is closed.
    /// - Parameter keepsConnections: whether clients stay connected, for the next process to go on with.
    /// - Returns: their connections, which are the caller's to pass on or close.
    @discardableResult
    public func stop(keepsConnections: Bool = false) async -> HandOver {
        let deadline = ContinuousClock.now + options.grace
        upkeepTask.withLock { $0?.cancel() }
        // Whoever waits for a browser would hold up the stop, and the browser's way back ends with it.
        flows.endAll()
        async let requests: Void = gateway.stop(within: options.grace)
        let parked = await server.stop(within: options.grace, keepsConnections: keepsConnections)
        await requests
        // Calls and refreshes share one grace: a service manager does not wait for ever.
        await accounts.drain(within: max(deadline - .now, .seconds(1)))
        await listener.stop()
        await oversight.trail?.close()
        do {
            try options.store.close()
        } catch {
            logger.warning("the store was not closed in order", metadata: ["error": .string("\(error)")])
        }
        return HandOver(parked.map(\.handed))
    }

    /// Serves whoever holds the other end of a connected socket.
    func admit(_ descriptor: Int32) async throws { try await server.admit(descriptor) }

    /// The number of sessions, ended ones included.
    public var sessionCount: Int { accounts.vault.count }

    /// The number of clients that are connected.
    public var connectionCount: Int { server.connectionCount + gateway.connectionCount }

    private static func handlers(
        _ options: Options, _ accounts: Accounts, _ flows: Flows, _ desk: LoginDesk, _ oversight: Oversight, _ bodies: BodyMemory
    ) -> [any MethodHandler] {
        var transfer = options.environment.limits
        transfer.maxBodyBytes = options.limits.bodyBytes
        return [
            BrokerInfoHandler(
                mode: options.mode, registrations: options.registrations, limits: options.limits, gateway: oversight.gatewaySocket),
            AuthorizeHandler(desk: desk), WaitForFlowHandler(flows: flows), CallbackHandler(desk: desk), CancelFlowHandler(desk: desk),
            ListSessionsHandler(accounts: accounts), RestoreSessionHandler(accounts: accounts), TokenInfoHandler(accounts: accounts),
            SignRequestHandler(accounts: accounts),
            FetchHandler(accounts: accounts, limits: transfer, headerBytes: options.limits.fetchHeaderBytes, memory: bodies),
            SignOutHandler(accounts: accounts),
            ClientMetadataHandler(accounts: accounts), ClientJWKSHandler(accounts: accounts),
            RelayPageHandler(accounts: accounts),
            FetchClientMetadataHandler(transport: options.environment.transport, limits: options.environment.limits),
            ResolveIdentityHandler(accounts: accounts), SubscribeHandler(bulletin: accounts.events, gate: oversight.gate),
            UnsubscribeHandler(bulletin: accounts.events),
        ]
    }
}
