import BrokerAPI
import Glibc
import NIOCore
import NIOPosix

/// Asks a daemon what anybody may ask, over its own socket, and so shows that it really answers: accepts, reads, dispatches, writes.
public struct SocketProbe: Sendable {
    private let path: String
    private let admit: (@Sendable (Int32) async throws -> Void)?
    private let group = MultiThreadedEventLoopGroup.singleton

    /// A probe of the socket at `path`.
    /// - Parameter admit: has the daemon serve one end of a pair of sockets. An administrator may close the path to the daemon's own
    ///   user (`SocketMode=0660`) or remove it, which is no reason to think that the daemon hangs; then all but accepting is tried.
    public init(_ path: String, admit: (@Sendable (Int32) async throws -> Void)? = nil) {
        self.path = path
        self.admit = admit
    }

    /// Whether an answer came within `bound`. One that refuses, for there are too many connections or calls, is one as well.
    public func isAnswered(within bound: Duration) async -> Bool {
        let answer = group.next().makePromise(of: Bool.self)
        let timer = answer.futureResult.eventLoop.scheduleTask(in: TimeAmount(bound)) { answer.succeed(false) }
        defer { timer.cancel() }
        connect(answer).whenComplete { connection in
            guard case .success(let channel) = connection else { return answer.succeed(false) }
            channel.closeFuture.whenComplete { _ in answer.succeed(false) }
            answer.futureResult.whenComplete { _ in channel.close(promise: nil) }
            channel.writeAndFlush(ByteBuffer(bytes: Self.question), promise: nil)
        }
        return await (try? answer.futureResult.get()) ?? false
    }

    private static let question = RPCRequest(id: .number(1), method: GetBrokerInfo.name).json.bytes + [UInt8(ascii: "\n")]

    private func connect(_ answer: EventLoopPromise<Bool>) -> EventLoopFuture<any Channel> {
        bootstrap(answer).connect(unixDomainSocketPath: path).flatMapError { error in
            let loop = answer.futureResult.eventLoop
            guard let admit, Self.isClosed(error) else { return loop.makeFailedFuture(error) }
            return loop.makeFutureWithTask { try await connect(answer, through: admit) }
        }
    }

    private func connect(_ answer: EventLoopPromise<Bool>, through admit: (Int32) async throws -> Void) async throws -> any Channel {
        var ends: [Int32] = [-1, -1]
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, type, 0, &ends) == 0 else { throw IOError(errnoCode: errno, reason: "socketpair") }
        try await admit(ends[1])
        return try await bootstrap(answer).withConnectedSocket(ends[0]).get()
    }

    private func bootstrap(_ answer: EventLoopPromise<Bool>) -> ClientBootstrap {
        ClientBootstrap(group: group).channelInitializer { channel in
            channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(Listener(answer)) }
        }
    }

    /// Whether it is the path that is at fault: the daemon has no part in who may pass.
    private static func isClosed(_ error: any Error) -> Bool {
        guard let error = error as? IOError else { return false }
        return [EACCES, EPERM, ENOENT].contains(error.errnoCode)
    }

    private final class Listener: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private var framer = LineFramer()
        private let answer: EventLoopPromise<Bool>

        init(_ answer: EventLoopPromise<Bool>) { self.answer = answer }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            framer.feed(unwrapInboundIn(data).readableBytesView)
            guard case .line(let line) = framer.next() else { return }
            guard case .response? = try? RPCServerMessage.parse(line).first else { return answer.succeed(false) }
            answer.succeed(true)
        }
    }
}
