import BrokerAPI
import NIOCore
import NIOHTTP1
import NIOPosix

/// Listens on a Unix socket and speaks HTTP/1.1 with whoever connects.
final class GatewayServer: Sendable {
    /// What one read brings at most, all of it requests perhaps, which take several times that in memory.
    private static let readBytes = 16_384

    private let group: any EventLoopGroup
    private let gateway: Gateway
    private let reception: Reception
    private let listener = SocketListener()
    private let roster = Roster<GatewayConnection>()

    init(group: any EventLoopGroup, gateway: Gateway, reception: Reception) {
        self.group = group
        self.gateway = gateway
        self.reception = reception
    }

    /// Begins to listen.
    /// - Throws: ``ServerError`` if the endpoint is taken or cannot be used.
    func start(_ endpoint: SocketEndpoint) async throws {
        let bootstrap = ServerBootstrap(group: group)
            .childChannelOption(.autoRead, value: false)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(.maxMessagesPerRead, value: 1)
            .childChannelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: Self.readBytes))
            .childChannelInitializer { channel in channel.eventLoop.makeCompletedFuture { try self.welcome(channel) } }
        try await listener.start(endpoint, bootstrap)
    }

    /// Takes no more connections and requests, lets requests in flight finish for as long as `bound`, then answers that they were ended
    /// and closes.
    func stop(within bound: Duration) async {
        roster.close()
        await listener.stop()
        roster.onEach { connection, _ in connection.drain() }
        let timer = Task { [gateway] in
            try await Task.sleep(for: bound)
            roster.onEach { connection, _ in connection.exchange?.interrupt(GatewayRefusal(.interrupted)) }
            try await Task.sleep(for: gateway.farewell)
            roster.disconnect()
        }
        await roster.empty()
        timer.cancel()
    }

    /// How many connections there are.
    var connectionCount: Int { roster.count }

    private func welcome(_ channel: any Channel) throws {
        let pipeline = channel.pipeline.syncOperations
        guard let caller = try reception.admit(channel) else { return try pipeline.addHandler(FarewellHandler(Self.crowded)) }
        // Framing is the connection's: HEAD and 304 have a length and no content.
        var encoding = HTTPResponseEncoder.Configuration()
        encoding.automaticallySetFramingHeaders = false
        var decoding = NIOHTTPDecoderLimitConfiguration()
        decoding.maxHeaderFieldSize = gateway.limits.headerBytes
        decoding.maxHeaderListSize = gateway.limits.headerBytes
        let connection = GatewayConnection(gateway, caller: caller)
        try pipeline.addHandlers([
            HTTPResponseEncoder(configuration: encoding),
            ByteToMessageHandler(
                HTTPRequestDecoder(
                    leftOverBytesStrategy: .dropBytes, informationalResponseStrategy: .drop, limitConfiguration: decoding)),
            connection,
        ])
        roster.add(caller.connection.id, channel, connection)
    }

    private static var crowded: [UInt8] {
        let refusal = GatewayRefusal(.tooManyRequests, .rateLimited, "you have too many connections open; close some", retryAfter: 1)
        let head = [
            "HTTP/1.1 429 Too Many Requests", "content-type: application/json", "content-length: \(refusal.body.count)",
            "retry-after: 1", "connection: close", "", "",
        ]
        return Array(head.joined(separator: "\r\n").utf8) + refusal.body
    }
}
