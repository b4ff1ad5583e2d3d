import ATProtoIdentity
import BrokerAPI
public import Logging
import NIOPosix

/// A broker with all that a configuration says around it: the way to the network, the store and its keys, the socket.
public final class Daemon: Sendable {
    private let configuration: ServerConfiguration
    private let locations: Locations
    private let transport: HardenedTransport
    private let broker: Broker
    private let group = MultiThreadedEventLoopGroup.singleton

    /// Puts the daemon together. It does not listen yet.
    ///
    /// - Throws: errors that say what is wrong and what to do, such as ``StoreError`` and ``ServerError``.
    public init(_ configuration: Configuration, _ locations: Locations, environment: [String: String], logger: Logger) async throws {
        self.configuration = configuration.server
        self.locations = locations
        var registrations: [Registration] = []
        for (name, registration) in configuration.registrations.sorted(by: { $0.key < $1.key }) {
            registrations.append(try registration.registration(named: name))
        }
        let network = configuration.network
        let passage = try network.transport(userAgent: "atoauthd/\(Broker.version)", environment: environment)
        let store = try await Self.store(configuration.store, locations, logger)
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
        broker = try await Broker(options, group: group, logger: logger)
    }

    /// Begins to serve, on a socket that the service manager passed or on one of the daemon's own.
    /// - Returns: the socket's path.
    /// - Throws: ``ServerError`` if the socket is taken or cannot be made.
    public func start(inherited descriptor: Int32?) async throws -> String {
        let endpoint = try descriptor.map { SocketEndpoint.inherited($0) } ?? ownEndpoint()
        let path = endpoint.path
        try await broker.start(endpoint)
        return path
    }

    /// Stops serving; calls and refreshes in flight finish, within the configured grace.
    public func stop() async throws {
        await broker.stop()
        try await transport.shutdown()
    }

    /// The number of sessions, ended ones included.
    public var sessionCount: Int { broker.sessionCount }

    private func ownEndpoint() throws(ServerError) -> SocketEndpoint {
        let mode: UInt32 = configuration.socketMode?.bits ?? (locations.mode == .system ? 0o666 : 0o600)
        return .path(try locations.socket(configured: configuration.socket), mode: mode)
    }

    private static func store(_ configuration: StoreConfiguration, _ locations: Locations, _ logger: Logger) async throws -> SealedStore {
        let directory = try StateDirectory(locations.state(configured: configuration.path))
        let keyring: Keyring
        if let credentials = locations.credentials, let passed = try Keyring.credential(in: credentials) {
            keyring = passed
        } else {
            let path = configuration.keyFile ?? directory.file(Keyring.fileName)
            logger.notice("the master key is a file: whoever copies it with the store can read the sessions", metadata: ["file": "\(path)"])
            keyring = try Keyring.keyFile(at: path)
        }
        let store = try SealedStore(in: directory, keyring: keyring)
        // A rotation that was interrupted goes on.
        if keyring.hasFormerKeys { try await store.reseal() }
        return store
    }
}
