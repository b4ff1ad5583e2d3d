import BrokerAPI
import NIOCore
import NIOPosix
import Synchronization

/// A daemon on a real Unix socket whose answers a test writes.
final class ScriptedDaemon: Sendable {
    /// What to do with a request: nil says nothing, `.close` hangs up.
    enum Reply: Sendable {
        case result(JSONValue)
        case error(RPCError)
        case raw(String)
        case silence
        case close
    }

    let path: String
    /// Requests as they arrive.
    let requests: AsyncStream<RPCRequest>
    private let script: @Sendable (RPCRequest) -> Reply
    private let arrived: AsyncStream<RPCRequest>.Continuation
    private let state = Mutex<(server: (any Channel)?, clients: [any Channel])>((nil, []))

    init(path: String = "/tmp/atoauthd-\(UInt64.random(in: 0 ... .max)).sock", script: @escaping @Sendable (RPCRequest) -> Reply) {
        self.path = path
        self.script = script
        (requests, arrived) = AsyncStream.makeStream()
    }

    func start() async throws {
        let bootstrap = ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup).childChannelInitializer { channel in
            self.state.withLock { $0.clients.append(channel) }
            return channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(Handler(self))
            }
        }
        let channel = try await bootstrap.bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true).get()
        state.withLock { $0.server = channel }
    }

    func stop() async {
        let (server, clients) = state.withLock { state in
            defer { state = (nil, []) }
            return state
        }
        try? await server?.close()
        for client in clients { try? await client.close() }
    }

    /// Sends a line to every client.
    func send(_ line: JSONValue) async throws {
        let clients = state.withLock { $0.clients }
        for client in clients { try await client.writeAndFlush(ByteBuffer(bytes: line.bytes + [0x0A])) }
    }

    fileprivate func answer(_ request: RPCRequest) -> Reply {
        let reply = script(request)
        arrived.yield(request)
        return reply
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private var framer = LineFramer()
        private let daemon: ScriptedDaemon

        init(_ daemon: ScriptedDaemon) { self.daemon = daemon }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            framer.feed(unwrapInboundIn(data).readableBytesView)
            while case .line(let line) = framer.next() {
                guard case .single(.request(let request)) = RPCClientLine(parsing: line) else { continue }
                reply(to: request, context.channel)
            }
        }

        private func reply(to request: RPCRequest, _ channel: any Channel) {
            switch daemon.answer(request) {
            case .result(let result): write(RPCResponse(id: request.id, outcome: .success(result)).json.bytes, channel)
            case .error(let error): write(RPCResponse(id: request.id, outcome: .failure(error)).json.bytes, channel)
            case .raw(let text): write(Array(text.utf8), channel)
            case .silence: return
            case .close: channel.close(promise: nil)
            }
        }

        private func write(_ line: [UInt8], _ channel: any Channel) {
            channel.writeAndFlush(ByteBuffer(bytes: line + [0x0A]), promise: nil)
        }
    }
}

extension ScriptedDaemon {
    /// Runs a test body with a daemon and a client of it, and ends both.
    static func with(
        script: @escaping @Sendable (RPCRequest) -> Reply, body: (ScriptedDaemon, _ path: String) async throws -> Void
    ) async throws {
        let daemon = ScriptedDaemon(script: script)
        try await daemon.start()
        do {
            try await body(daemon, daemon.path)
        } catch {
            await daemon.stop()
            throw error
        }
        await daemon.stop()
    }

    /// The next request to arrive.
    func next() async -> RPCRequest? {
        for await request in requests { return request }
        return nil
    }
}
