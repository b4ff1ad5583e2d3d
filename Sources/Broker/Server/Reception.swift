import Logging
import NIOCore
import Synchronization

/// Where the clients of all sockets come in: the kernel says who they are, and what a user holds is counted over all sockets.
final class Reception: Sendable {
    /// The calls in flight of each user.
    let calls: Census
    private let connections: Census
    private let limits: ServerLimits
    private let metrics: Metrics?
    private let logger: Logger
    private let lastID = Mutex<UInt64>(0)

    init(_ limits: ServerLimits, logger: Logger, metrics: Metrics? = nil) {
        self.limits = limits
        self.logger = logger
        self.metrics = metrics
        connections = Census(perUser: limits.connectionsPerUser, total: limits.connections)
        calls = Census(perUser: limits.callsInFlightPerUser)
    }

    /// Lets a client in until its channel closes. Must be called on the channel's loop.
    /// - Parameter record: what another process knew of the connection.
    /// - Returns: who calls; nil if there are too many connections.
    func admit(_ channel: any Channel, resuming record: ConnectionRecord? = nil) throws -> CallContext? {
        let caller = try Caller.connected(to: channel, began: record?.began)
        guard connections.enter(caller.uid) else {
            logger.warning("too many connections", metadata: ["uid": .stringConvertible(caller.uid)])
            return nil
        }
        metrics?.count(.connections, by: 1)
        // Not by the handler: a channel that is closed before it was ever active tells its handlers nothing.
        channel.closeFuture.whenComplete { [connections, metrics] _ in
            connections.leave(caller.uid)
            metrics?.count(.connections, by: -1)
        }
        let id = lastID.withLock { id in
            id += 1
            return id
        }
        return CallContext(
            caller: caller,
            connection: ConnectionHandle(id: id, channel: channel, capacity: limits.eventQueue, lost: record?.lostEvents ?? 0))
    }
}
