import ATProtoIdentity
import ATProtoOAuth
import BrokerAPI
import BrokerClient
import FoundationEssentials
import Logging
import NIOPosix
import Sandbox
import Synchronization

@testable import Broker

/// A broker in this process, on a socket of its own, in the sandbox's world. It can be stopped and started on the same state.
final class BrokerWorld: Sendable {
    let world: World
    /// The broker's way to the network.
    let transport: any HTTPTransport
    let folder: URL
    let log = LogRecorder()
    private let running = Mutex<Broker?>(nil)

    /// The configuration file, which need not exist.
    var configurationPath: String { folder.appending(path: "atoauthd.toml").path }

    /// The state directory.
    var statePath: String { folder.appending(path: "state").path }

    var socketPath: String { folder.appending(path: "atoauthd.sock").path }
    var gatewayPath: String { folder.appending(path: "http.sock").path }
    var client: BrokerClient { BrokerClient(socketPath: socketPath) }
    var sandbox: SandboxServer { world.sandbox }

    private init(world: World, transport: any HTTPTransport) throws {
        self.world = world
        self.transport = transport
        folder = FileManager.default.temporaryDirectory.appending(path: "atoauthd-\(UUID().uuidString)")
        // Other users of the two-user tests must reach the socket; the state directory below closes itself.
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
    }

    /// Runs `body` with a broker that listens.
    /// - Parameter wrap: puts something between the broker and the network.
    static func run(
        _ configure: (inout SandboxConfiguration) -> Void = { _ in }, configuration: String = "",
        transport wrap: (any HTTPTransport) -> any HTTPTransport = { $0 }, _ body: (BrokerWorld) async throws -> Void
    ) async throws {
        try await World.run(configure) { world in
            let broker = try BrokerWorld(world: world, transport: wrap(world.transport))
            do {
                try broker.write(configuration: configuration)
                try await broker.start()
                try await body(broker)
            } catch {
                await broker.stop()
                try? FileManager.default.removeItem(at: broker.folder)
                throw error
            }
            await broker.stop()
            try? FileManager.default.removeItem(at: broker.folder)
        }
    }

    /// Replaces the configuration file.
    func write(configuration: String) throws { try Data(configuration.utf8).write(to: URL(filePath: configurationPath)) }

    /// Starts a broker on the state there is.
    func start() async throws {
        let directory = try StateDirectory(statePath)
        let keyFile = statePath + "/master-key"
        let keyring = try Keyring.keyFile(at: keyFile)
        let configuration = try Configuration.load(path: configurationPath)
        let store = try SealedStore(in: directory, keyring: keyring)
        var options = Broker.Options(
            mode: .system, registrations: try await Daemon.registrations(configuration.registrations, store),
            environment: OAuthEnvironment(transport: transport, identities: self.world.identities, allowHTTP: true), store: store,
            grace: min(.seconds(10), configuration.server.grace))
        options.configuration = configuration
        options.limits = configuration.server.limits
        options.source = { [configurationPath] () throws(ConfigurationError) in try Configuration.load(path: configurationPath) }
        options.keyFile = keyFile
        var logger = Logger(label: "atoauthd") { [log] _ in log }
        logger.logLevel = .trace
        let broker = try await Broker(options, group: MultiThreadedEventLoopGroup.singleton, logger: logger)
        try await broker.start(.path(socketPath, mode: 0o666))
        try await broker.startGateway(.path(gatewayPath, mode: 0o666))
        running.withLock { $0 = broker }
    }

    func stop() async {
        let broker = running.withLock { running in
            defer { running = nil }
            return running
        }
        await broker?.stop()
    }

    /// Signs `user` in as a person would: begin, browse, wait.
    @discardableResult
    func signIn(_ user: String = "alice.test", state: String? = nil) async throws -> SignedIn {
        let client = client
        defer { Task { await client.close() } }
        let flow = try await client.authorize(Authorize.Params(identifier: user, state: state))
        _ = try await ScriptedBrowser(username: user).open(flow.authorizationUrl)
        return try await client.wait(flow: flow.flow, timeoutMs: 10_000)
    }

    /// Signs `user` in, and returns the name of the login, whose outcome can still be asked for.
    func flow(_ user: String = "alice.test") async throws -> String {
        let client = client
        defer { Task { await client.close() } }
        let flow = try await client.authorize(Authorize.Params(identifier: user))
        _ = try await ScriptedBrowser(username: user).open(flow.authorizationUrl)
        _ = try await client.wait(flow: flow.flow, timeoutMs: 10_000)
        return flow.flow
    }
}
