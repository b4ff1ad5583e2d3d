import BrokerAPI
import FoundationEssentials
import Logging

/// What stands over all calls and all users: the policy, the audit trail, the figures, and the methods of administrators.
struct Oversight: Sendable {
    let metrics: Metrics
    let gate: AccessGate
    let trail: AuditTrail?
    let reloader: Reloader
    let readiness: Readiness
    /// The path of the socket, once there is one.
    let socket = SocketPath()
    /// The path of the gateway's socket, if there is one.
    let gatewaySocket = SocketPath()
    private let accounts: Accounts
    private let rotation: KeyRotation
    private let now: @Sendable () -> Date

    /// - Throws: ``StoreError`` if the audit trail cannot be kept.
    init(_ options: Broker.Options, _ accounts: Accounts, upkeep: Pulse, logger: Logger) throws(StoreError) {
        let (configuration, mode, now) = (options.configuration, options.mode, options.environment.now)
        let gate = AccessGate(AccessPolicy(configuration, mode: mode), accounts: accounts)
        metrics = accounts.metrics
        self.gate = gate
        self.accounts = accounts
        self.now = now
        rotation = KeyRotation(options.store, keyFile: options.keyFile, accounts, now: now)
        trail =
            configuration.audit.isEnabled
            ? try AuditTrail(configuration.audit, in: options.store.directoryPath, metrics: metrics, logger: logger, now: now) : nil
        reloader = Reloader(configuration, source: options.source, logger: logger) { [onReload = options.onReload] new in
            gate.use(AccessPolicy(new, mode: mode))
            onReload(new)
        }
        readiness = Readiness(
            store: StoreCheck(options.store), vault: accounts.vault, trail: trail, socket: socket, upkeep: upkeep, now: now)
    }

    var recorder: CallRecorder { CallRecorder(metrics: metrics, trail: trail) }

    var handlers: [any MethodHandler] {
        [
            AdminSessionsHandler(vault: accounts.vault), AdminRevokeHandler(accounts: accounts),
            AdminLocksHandler(ledger: accounts.changes, now: now), AdminMetricsHandler(exposition: exposition),
            AdminReloadHandler(reloader: reloader), AdminRotateKeysHandler(rotation: rotation, accounts: accounts),
            AdminAuditHandler(trail: trail, vault: accounts.vault), AdminHealthHandler(readiness: readiness),
        ]
    }

    private var exposition: MetricsExposition {
        MetricsExposition(metrics: metrics) { [accounts, readiness] in
            let states = Dictionary(grouping: accounts.vault.records, by: \.state)
            let changes = accounts.changes.changes
            let checks = await readiness.checks()
            return SessionState.allCases.map { MetricSample(.sessions, [$0.rawValue], .number(states[$0]?.count ?? 0)) }
                + checks.map { MetricSample(.ready, [$0.subject.rawValue], .number($0.fault == nil ? 1 : 0)) }
                + [
                    MetricSample(.locks, [], .number(changes.count)),
                    MetricSample(.lockWaiters, [], .number(changes.reduce(0) { $0 + $1.waiting })),
                    MetricSample(.info, [Broker.version], .number(1)),
                ]
        }
    }
}
