import FoundationEssentials
import Logging
import NIOPosix

@testable import Broker

/// A server on a socket of its own, with methods made up for tests.
final class PracticeServer: Sendable {
    let path: String
    let gates = Gates()
    let floods = Counter()
    let closed = Counter()
    let subscribers = Mutexed<[ConnectionHandle]>([])
    let log = Mutexed<[String]>([])
    private let server: UnixSocketServer

    private init(_ limits: ServerLimits, _ path: String) {
        self.path = path
        let handlers: [any MethodHandler] = [
            EchoHandler(), CallerHandler(), FloodHandler(calls: floods), FailHandler(), WaitHandler(gates: gates),
            ListenHandler(subscribers: subscribers, closed: closed), PracticeSubscription(subscribers: subscribers),
        ]
        let log = log
        let logger = Logger(label: "test") { _ in LineLog(lines: log) }
        let dispatcher = Dispatcher(
            table: MethodTable(handlers), rates: RateLimiter(callsPerSecond: limits.callsPerSecond), logger: logger)
        server = UnixSocketServer(
            group: .singletonMultiThreadedEventLoopGroup, dispatcher: dispatcher, limits: limits, logger: logger,
            reception: Reception(limits, logger: logger))
    }

    /// Starts a server.
    static func make(
        _ limits: ServerLimits = ServerLimits(), path: String = newPath(), mode: UInt32 = 0o600
    ) async throws -> PracticeServer {
        try await make(.path(path, mode: mode), limits)
    }

    /// Starts a server at `endpoint`.
    static func make(_ endpoint: SocketEndpoint, _ limits: ServerLimits = ServerLimits()) async throws -> PracticeServer {
        let server = PracticeServer(limits, endpoint.path)
        try await server.server.start(endpoint)
        return server
    }

    /// Starts a server, runs `body` with a client of it, and stops it.
    static func withClient(
        _ limits: ServerLimits = ServerLimits(), readsAhead: Bool = true,
        _ body: (PracticeServer, LineClient) async throws -> Void
    ) async throws {
        let server = try await make(limits)
        let client = try await LineClient(server.path, readsAhead: readsAhead)
        do { try await body(server, client) } catch {
            await server.stop(within: .zero)
            throw error
        }
        await server.stop(within: .zero)
    }

    static func newPath() -> String {
        FileManager.default.temporaryDirectory.path + "/atoauthd-\(UInt64.random(in: 0 ... .max))/atoauthd.sock"
    }

    func stop(within bound: Duration) async { _ = await server.stop(within: bound) }

    /// Stops as a daemon does whose clients the next one goes on with.
    func leave(within bound: Duration = .seconds(30)) async -> HandOver {
        HandOver(await park(within: bound).map(\.handed))
    }

    /// Stops as a daemon does that has more to finish before it ends.
    func park(within bound: Duration = .seconds(30)) async -> [ParkedConnection] {
        await server.stop(within: bound, keepsConnections: true)
    }

    /// Goes on with the clients of another server.
    func adopt(_ handOver: HandOver) async { await server.adopt(handOver.connections()) }

    func admit(_ descriptor: Int32) async throws { try await server.admit(descriptor) }

    func connect() async throws -> LineClient { try await LineClient(path) }
}

/// Keeps what is logged.
struct LineLog: LogHandler {
    let lines: Mutexed<[String]>
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let fields = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        lines.change { $0.append((["\(event.message)"] + fields).joined(separator: " ")) }
    }
}
