import FoundationEssentials
import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// One listening socket. The server loop is hummingbird's; only the `Date` header is written here, because its offset is a knob.
struct Listener: Sendable {
    let port: Int
    private let group: ServiceGroup
    private let serving: Task<Void, any Error>

    /// Returns when the socket listens.
    /// - Throws: the bind error.
    static func start(
        host: String, port: Int, logger: Logger, respond: @escaping @Sendable (Request, _ isLocal: Bool) async throws -> Response
    ) async throws -> Listener {
        let (ports, bound) = AsyncThrowingStream.makeStream(of: Int.self)
        let server = Server(
            childChannelSetup: HTTP1Channel(
                responder: { request, writer, channel in
                    let response = try await respond(request, channel.remoteAddress?.isLoopback ?? false)
                    try await writer.write(response: response.head, body: response.body)
                }, configuration: .init(idleTimeout: .seconds(60))),
            configuration: ServerConfiguration(address: .hostname(host, port: port)),
            onServerRunning: { channel in _ = bound.yield(channel.localAddress?.port ?? port) },
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: logger)
        var lifecycle = ServiceGroupConfiguration(services: [.init(service: server)], logger: logger)
        lifecycle.maximumGracefulShutdownDuration = stoppingTime
        let group = ServiceGroup(configuration: lifecycle)
        let serving = Task {
            do {
                try await group.run()
                bound.finish()
            } catch {
                bound.finish(throwing: error)
                throw error
            }
        }
        for try await port in ports { return Listener(port: port, group: group, serving: serving) }
        throw CancellationError()
    }

    /// How long requests under way may take when the server stops, such as those that a knob holds.
    private static let stoppingTime: Duration = .milliseconds(500)

    /// Closes the socket and every connection, and returns when they are closed.
    ///
    /// Gracefully first: a connection that was accepted but not yet served would trap if it were only cancelled.
    func stop() async {
        await group.triggerGracefulShutdown()
        _ = await serving.result
    }
}
