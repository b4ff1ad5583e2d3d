import ATProtoIdentity
import ATProtoOAuth
import ATProtoSyntax
import Broker
import BrokerAPI
import BrokerClient
import FoundationEssentials
import Logging
import NIOPosix
import Sandbox
import Synchronization

/// Brokers on copies of one state directory. A copy is what a daemon leaves behind that is killed at the moment it is made, whatever
/// the broker it was taken from does then.
final class CrashScene: Sendable {
    /// How long access tokens work, in seconds.
    static let tokenLife = 3600.0

    let clock: ManualClock
    let sandbox: SandboxServer
    let transport: InterceptedTransport
    private let identities: IdentityResolver
    private let folder: URL
    private let brokers = Mutex<[Broker]>([])
    private let ways = Mutex<[String: MortalTransport]>([:])

    private init(_ world: World, _ clock: ManualClock) throws {
        self.clock = clock
        sandbox = world.sandbox
        transport = InterceptedTransport(world.transport)
        let origin = try HTTPURL(world.sandbox.origin)
        identities = .standard(transport: transport, records: nil, service: origin, directory: origin, allowTestHandles: true)
        folder = FileManager.default.temporaryDirectory.appending(path: "atoauthd-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    /// Runs `body` in a world whose resource server does not ask the authorization server, so that a former access token works on.
    static func run(_ body: (CrashScene) async throws -> Void) async throws {
        let clock = ManualClock()
        try await World.run { configuration in
            configuration.now = clock.now
            configuration.separateResourceServer = true
            configuration.knobs.accessTokenLifetime = tokenLife
        } _: { world in
            let scene = try CrashScene(world, clock)
            let outcome: Result<Void, any Error>
            do { outcome = .success(try await body(scene)) } catch { outcome = .failure(error) }
            for broker in scene.brokers.withLock({ $0 }) { await broker.stop() }
            try? FileManager.default.removeItem(at: scene.folder)
            try outcome.get()
        }
    }

    /// Starts a broker on the state called `name`, which is made if it is not there. Its predecessors are dead: on a busy machine they
    /// would live long enough to renew, of their own accord, what the new one has.
    func start(_ name: String) async throws -> BrokerClient {
        for way in ways.withLock({ $0.values }) { way.die() }
        let directory = try StateDirectory(folder.appending(path: name).path)
        let keyring = try Keyring.keyFile(at: folder.appending(path: "\(name)/master.key").path)
        let id = try LoopbackClientID(scope: "atproto transition:generic", redirectURIs: ["http://127.0.0.1/callback"])
        let way = MortalTransport(transport)
        ways.withLock { $0[name] = way }
        let options = Broker.Options(
            mode: .system, registrations: [Registration(name: "default", metadata: ClientMetadata(loopback: id))],
            environment: OAuthEnvironment(transport: way, identities: self.identities, allowHTTP: true, now: clock.now),
            store: try SealedStore(in: directory, keyring: keyring), grace: .seconds(10))
        let broker = try await Broker(
            options, group: MultiThreadedEventLoopGroup.singleton, logger: Logger(label: "atoauthd") { _ in SwiftLogNoOpLogHandler() })
        brokers.withLock { $0.append(broker) }
        let path = folder.appending(path: "\(name).sock").path
        try await broker.start(.path(path, mode: 0o600))
        return BrokerClient(socketPath: path)
    }

    /// Signs alice.test in.
    func signIn(_ client: BrokerClient) async throws -> String {
        let flow = try await client.authorize(Authorize.Params(identifier: "alice.test"))
        _ = try await ScriptedBrowser(username: "alice.test").open(flow.authorizationUrl)
        return try await client.wait(flow: flow.flow, timeoutMs: 10_000).account
    }

    /// Lets the next refresh come to `point`, where the daemon of the state `name` dies: what is on its disk then is called `copy`.
    func kill(_ name: String, at point: InterceptedTransport.Point, leaving copy: String) {
        let way = ways.withLock { $0[name] }
        transport.interrupt { [folder] reached throws(TransportError) in
            guard reached == point else { return }
            way?.die()
            do {
                try FileManager.default.copyItem(at: folder.appending(path: name), to: folder.appending(path: copy))
            } catch {
                throw TransportError(.connection, "no copy: \(error)")
            }
            throw TransportError(point == .afterAnswer ? .connection : .unreachable, "the daemon was killed")
        }
    }

    /// Nobody is killed any more.
    func calm() { transport.interrupt(nil) }

    /// Copies the state `name` as it is.
    func copy(_ name: String, to copy: String) throws {
        try FileManager.default.copyItem(at: folder.appending(path: name), to: folder.appending(path: copy))
    }
}
