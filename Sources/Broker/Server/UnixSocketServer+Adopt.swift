import BrokerAPI
import Logging
import NIOCore
import NIOPosix

extension UnixSocketServer {
    /// Goes on with connections that another process has parked, as if nothing had been in between: first those that have subscribed to
    /// events, so that they miss none that the others cause.
    func adopt(_ connections: [HandedConnection]) async {
        for connection in connections.filter(\.record.isSubscribed) + connections.filter({ !$0.record.isSubscribed }) {
            do {
                try await adopt(connection)
            } catch {
                logger.warning("a client has to connect again", metadata: ["error": .string("\(error)")])
            }
        }
    }

    /// Serves whoever holds the other end of a connected socket, as if they had connected.
    func admit(_ descriptor: Int32) async throws {
        _ = try await bootstrap.channelInitializer { channel in
            channel.eventLoop.makeCompletedFuture { _ = try self.welcome(channel) }
        }
        .withConnectedSocket(descriptor).get()
    }

    private func adopt(_ connection: HandedConnection) async throws {
        let record = connection.record
        _ = try await bootstrap.channelInitializer { channel in
            let welcomed = channel.eventLoop.makeCompletedFuture { try self.welcome(channel, resuming: record) }
            return welcomed.flatMap { context in
                guard let context, record.isSubscribed else { return channel.eventLoop.makeSucceededVoidFuture() }
                return channel.eventLoop.makeFutureWithTask { await self.resubscribe(context) }
            }
        }
        .withConnectedSocket(connection.descriptor).get()
    }

    private var bootstrap: ClientBootstrap {
        ClientBootstrap(group: group)
            .channelOption(.autoRead, value: false)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelOption(.writeBufferWaterMark, value: limits.waterMark)
    }

    /// Subscribes as if the client had asked once more: the policy may have changed meanwhile. Nothing that it says is heard before.
    private func resubscribe(_ context: CallContext) async {
        await dispatcher.perform(RPCNotification(method: SubscribeEvents.name, params: [:]), context)
    }
}
