import BrokerAPI
import NIOCore
import NIOPosix

/// A client that sends any bytes whatever, and reads lines only when it is asked for one.
final class LineClient: Sendable {
    private let channel: any Channel
    private let lines: AsyncStream<[UInt8]>

    init(_ path: String, readsAhead: Bool = true) async throws {
        let (lines, arrived) = AsyncStream.makeStream(of: [UInt8].self)
        self.lines = lines
        channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .channelOption(.autoRead, value: readsAhead)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(Reader(arrived)) }
            }
            .connect(unixDomainSocketPath: path).get()
    }

    func send(_ text: String) async throws { try await send(Array(text.utf8)) }
    func send(_ bytes: [UInt8]) async throws { try await channel.writeAndFlush(ByteBuffer(bytes: bytes)) }

    /// Sends a request on a line of its own.
    func call(_ id: Int64, _ method: String, _ params: JSONValue = [:]) async throws {
        try await send(RPCRequest(id: .number(id), method: method, params: params).json.bytes + [0x0A])
    }

    /// The next line as JSON; nil once the server has closed.
    func next() async throws -> JSONValue? {
        for await line in lines { return try JSONValue(parsing: line, limits: .response) }
        return nil
    }

    /// The answer to one request.
    func answer(_ id: Int64, _ method: String, _ params: JSONValue = [:]) async throws -> JSONValue? {
        try await call(id, method, params)
        return try await next()
    }

    /// Reads a little, where the client does not read ahead.
    func readOnce() { channel.read() }

    /// Reads ahead from now on.
    func readAhead() async throws { try await channel.setOption(.autoRead, value: true).get() }

    func finishSending() async throws { try await channel.close(mode: .output) }
    func close() async throws { try await channel.close() }

    private final class Reader: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private var framer = LineFramer(limit: 64 * 1_048_576)
        private let arrived: AsyncStream<[UInt8]>.Continuation

        init(_ arrived: AsyncStream<[UInt8]>.Continuation) { self.arrived = arrived }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            framer.feed(unwrapInboundIn(data).readableBytesView)
            while case .line(let line) = framer.next() { arrived.yield(line) }
        }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            if case .inputClosed? = event as? ChannelEvent { arrived.finish() }
        }

        func channelInactive(context: ChannelHandlerContext) { arrived.finish() }
        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}
