import ATProtoIdentity
import BrokerAPI
import FoundationEssentials
public import Logging
import NIOPosix

/// A broker with all that a configuration says around it: the way to the network, the store and its keys, the socket.
public final class Daemon: Sendable {
    let configuration: Configuration
    let logger: Logger
    let locations: Locations
    private let transport: HardenedTransport
    let broker: Broker
    private let group = MultiThreadedEventLoopGroup.singleton

    /// Puts the daemon together. It does not listen yet.
    ///
    /// - Parameters:
    ///   - source: reads the configuration again, for a reload; nil where there is none to read.
    ///   - onReload: is told of a configuration that came into force by a reload, for what of it is not the daemon's: the log level.
    /// - Throws: errors that say what is wrong and what to do, such as ``StoreError`` and ``ServerError``.
    public init(
        _ configuration: Configuration, _ locations: Locations, environment: [String: String], logger: Logger,
        source: (@Sendable () throws(ConfigurationError) -> Configuration)? = nil,
        onReload: @escaping @Sendable (Configuration) -> Void = { _ in }
    ) async throws {
        self.configuration = configuration
        self.logger = logger
        self.locations = locations
        let network = configuration.network
        let passage = try network.transport(userAgent: "atoauthd/\(Broker.version)", environment: environment)
        let (store, keyFile) = try await Self.store(configuration.store, locations, logger)
        let registrations = try await Self.registrations(configuration.registrations, store)
        let transport = try HardenedTransport(configuration: passage, eventLoopGroup: group)
        self.transport = transport
        let allowHTTP = network.allowHTTP != .never
        let oauth = OAuthEnvironment(
            transport: transport, identities: configuration.identity.resolver(over: transport, allowHTTP: allowHTTP),
            allowHTTP: allowHTTP, limits: network.limits, lockWait: configuration.sessions.lockWait)
        var options = Broker.Options(mode: locations.mode, registrations: registrations, environment: oauth, store: store)
        options.limits = configuration.server.limits
        options.grace = configuration.server.grace
        options.upkeep = configuration.sessions.upkeep
        options.onReload = onReload
        (options.configuration, options.source, options.keyFile) = (configuration, source, keyFile)
        broker = try await Broker(options, group: group, logger: logger)
    }

    /// Begins to serve, on sockets that the service manager passed or on the daemon's own.
    /// - Parameters:
    ///   - descriptor: the socket that was passed.
    ///   - gateway: the gateway's socket that was passed.
    ///   - handOver: the clients that the process before this one left.
    /// - Returns: the socket's path.
    /// - Throws: ``ServerError`` if a socket is taken or cannot be made.
    public func start(inherited descriptor: Int32?, gateway: Int32? = nil, adopting handOver: HandOver? = nil) async throws -> String {
        let endpoint = try descriptor.map { SocketEndpoint.inherited($0) } ?? ownEndpoint()
        let path = endpoint.path
        try await broker.start(endpoint, adopting: handOver)
        try await startGateway(inherited: gateway, beside: path, isManaged: descriptor != nil)
        return path
    }

    /// Stops serving; calls and refreshes in flight finish, within the configured grace.
    /// - Parameter keepsConnections: whether clients stay connected, for the next process to go on with.
    /// - Returns: their connections, which are the caller's to pass on or close.
    @discardableResult
    public func stop(keepsConnections: Bool = false) async throws -> HandOver {
        let handOver = await broker.stop(keepsConnections: keepsConnections)
        do {
            try await transport.shutdown()
        } catch {
            handOver.close()
            throw error
        }
        return handOver
    }

    /// Reads the configuration again. A bad one changes nothing; of a good one, access and administrators change at once.
    public func reload() -> ReloadOutcome { broker.reload() }

    /// Checks, by doing a little of it, whether the daemon can do its work.
    public func readiness() async -> [ReadinessCheck] { await broker.readiness() }

    /// Asks the daemon over its socket at `path`, and by a way of its own where that is closed to it.
    public func probe(_ path: String) -> SocketProbe { SocketProbe(path) { [broker] in try await broker.admit($0) } }

    /// Whether sessions that nobody uses are looked after; costs nothing to ask.
    public var looksAfterSessions: Bool { broker.looksAfterSessions }

    /// The number of sessions, ended ones included.
    public var sessionCount: Int { broker.sessionCount }

    /// The number of clients that are connected.
    public var connectionCount: Int { broker.connectionCount }

    private func ownEndpoint() throws(ServerError) -> SocketEndpoint {
        .path(try locations.socket(configured: configuration.server.socket), mode: socketMode)
    }

    /// The OAuth clients of a configuration, with the keys that the daemon makes for them.
    static func registrations(
        _ configured: [String: RegistrationConfiguration], _ store: SealedStore
    ) async throws -> [Registration] {
        var registrations: [Registration] = []
        for (name, registration) in configured.sorted(by: { $0.key < $1.key }) {
            let keys = ClientKeys(store: store, now: { Date() })
            let generated = registration.keys == .generated ? try await keys.keyset(of: name) : nil
            registrations.append(try registration.registration(named: name, generated: generated))
        }
        return registrations
    }

    /// The store, and the file of its master key if that is one of the daemon's own.
    private static func store(
        _ configuration: StoreConfiguration, _ locations: Locations, _ logger: Logger
    ) async throws -> (SealedStore, keyFile: String?) {
        let directory = try StateDirectory(locations.state(configured: configuration.path))
        let keyring: Keyring
        var keyFile: String?
        if let credentials = locations.credentials, let passed = try Keyring.credential(in: credentials) {
            keyring = passed
        } else {
            let path = configuration.keyFile ?? directory.file(Keyring.fileName)
            logger.notice("the master key is a file: whoever copies it with the store can read the sessions", metadata: ["file": "\(path)"])
            keyring = try Keyring.keyFile(at: path)
            keyFile = path
        }
        let store = try SealedStore(in: directory, keyring: keyring)
        // A rotation that was interrupted goes on.
        if store.isRotating {
            if let keyFile { try await store.rotateMasterKey(keyFile: keyFile) } else { try await store.reseal() }
        }
        return (store, keyFile)
    }
}
