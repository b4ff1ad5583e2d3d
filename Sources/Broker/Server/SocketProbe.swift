import BrokerAPI
import NIOCore
import NIOPosix

/// Asks a daemon what anybody may ask, over its own socket, and so shows that it really answers: accepts, reads, dispatches, writes.
public struct SocketProbe: Sendable {
    private let path: String
    private let group = MultiThreadedEventLoopGroup.singleton

    /// A probe of the socket at `path`.
    public init(_ path: String) { self.path = path }

    /// Whether an answer came within `bound`.
    public func isAnswered(within bound: Duration) async -> Bool {
        let answer = group.next().makePromise(of: Bool.self)
        let timer = answer.futureResult.eventLoop.scheduleTask(in: TimeAmount(bound)) { answer.succeed(false) }
        defer { timer.cancel() }
        ClientBootstrap(group: group).channelInitializer { channel in
            channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(Listener(answer)) }
        }
        .connect(unixDomainSocketPath: path).whenComplete { connection in
            guard case .success(let channel) = connection else { return answer.succeed(false) }
            channel.closeFuture.whenComplete { _ in answer.succeed(false) }
            answer.futureResult.whenComplete { _ in channel.close(promise: nil) }
            channel.writeAndFlush(ByteBuffer(bytes: Self.question), promise: nil)
        }
        return await (try? answer.futureResult.get()) ?? false
    }

    private static let question = RPCRequest(id: .number(1), method: GetBrokerInfo.name).json.bytes + [UInt8(ascii: "\n")]

    private final class Listener: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private var framer = LineFramer()
        private let answer: EventLoopPromise<Bool>

        init(_ answer: EventLoopPromise<Bool>) { self.answer = answer }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            framer.feed(unwrapInboundIn(data).readableBytesView)
            guard case .line(let line) = framer.next() else { return }
            guard case .response(let response)? = try? RPCServerMessage.parse(line).first else { return answer.succeed(false) }
            answer.succeed((try? response.outcome.get()) != nil)
        }
    }
}
