import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A server on loopback that answers every request head with what the test prescribes, byte by byte.
final class LoopbackServer: Sendable {
    /// What to do with a request.
    enum Reply: Sendable {
        /// Send this and keep the connection open.
        case send(String)
        /// Send this and close.
        case close(String)
        /// Send this over and over while the client takes it.
        case flood(head: String, part: Int)
        /// Send nothing.
        case stall
    }

    let port: Int
    private let channel: any Channel
    private let received = Mutex("")
    private let sent = Mutex(0)
    private let accepted = Mutex(0)

    /// All that clients have sent.
    var transcript: String { received.withLock { $0 } }
    /// The bytes that a flood has got rid of.
    var flooded: Int { sent.withLock { $0 } }
    /// The connections made.
    var connections: Int { accepted.withLock { $0 } }

    static func make(tls: Bool = false, awaitsHead: Bool = true, _ reply: @escaping @Sendable (String) -> Reply) async throws
        -> LoopbackServer
    {
        let box = Box()
        let context = tls ? try Self.context() : nil
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { child in
                child.eventLoop.makeCompletedFuture {
                    if let context { try child.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context)) }
                    try child.pipeline.syncOperations.addHandler(Handler(reply: reply, awaitsHead: awaitsHead, box: box))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let server = LoopbackServer(channel, port: channel.localAddress?.port ?? 0)
        box.server.withLock { $0 = server }
        return server
    }

    private init(_ channel: any Channel, port: Int) {
        self.channel = channel
        self.port = port
    }

    func stop() async throws { try await channel.close() }

    private static func context() throws -> NIOSSLContext {
        try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: NIOSSLCertificate.fromPEMBytes(Array(Certificate.pem.utf8)).map { .certificate($0) },
                privateKey: .privateKey(NIOSSLPrivateKey(bytes: Array(Certificate.key.utf8), format: .pem))))
    }

    /// The server does not exist yet when its channel is made.
    private final class Box: Sendable {
        let server = Mutex<LoopbackServer?>(nil)
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let reply: @Sendable (String) -> Reply
        private let awaitsHead: Bool
        private let box: Box
        private var request = ""
        private var part: ByteBuffer?

        init(reply: @escaping @Sendable (String) -> Reply, awaitsHead: Bool, box: Box) {
            self.reply = reply
            self.awaitsHead = awaitsHead
            self.box = box
        }

        private var server: LoopbackServer? { box.server.withLock { $0 } }

        func channelActive(context: ChannelHandlerContext) { server?.accepted.withLock { $0 += 1 } }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let text = String(buffer: unwrapInboundIn(data))
            server?.received.withLock { $0 += text }
            request += text
            // A body of known end is awaited, so that the reply shows it arrived.
            guard !awaitsHead || request.contains("\r\n\r\n"), !request.contains("chunked") || request.hasSuffix("0\r\n\r\n") else {
                return
            }
            defer { request = "" }
            switch reply(request) {
            case .send(let text): context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
            case .close(let text):
                context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
                context.close(promise: nil)
            case .flood(let head, let part):
                self.part = ByteBuffer(repeating: 0x78, count: part)
                context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: head)), promise: nil)
                flood(context)
            case .stall: break
            }
        }

        func channelWritabilityChanged(context: ChannelHandlerContext) { flood(context) }

        private func flood(_ context: ChannelHandlerContext) {
            while let part, context.channel.isActive, context.channel.isWritable {
                server?.sent.withLock { $0 += part.readableBytes }
                context.writeAndFlush(wrapOutboundOut(part), promise: nil)
            }
        }
    }
}
