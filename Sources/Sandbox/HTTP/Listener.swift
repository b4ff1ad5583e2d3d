import FoundationEssentials
import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix

/// One listening socket. The server loop is hummingbird's; only the `Date` header is written here, because its offset is a knob.
struct Listener: Sendable {
    let port: Int
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
        let serving = Task {
            do {
                try await server.run()
                bound.finish()
            } catch {
                bound.finish(throwing: error)
                throw error
            }
        }
        for try await port in ports { return Listener(port: port, serving: serving) }
        throw CancellationError()
    }

    /// Closes the socket and every connection, and returns when they are closed.
    func stop() async {
        serving.cancel()
        _ = await serving.result
    }
}
