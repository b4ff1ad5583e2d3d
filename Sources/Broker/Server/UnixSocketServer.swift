import BrokerAPI
import Glibc
import Logging
import NIOCore
import NIOPosix
import Synchronization

/// Listens on a Unix socket and serves whoever connects.
final class UnixSocketServer: Sendable {
    let group: any EventLoopGroup
    let dispatcher: Dispatcher
    let limits: ServerLimits
    let logger: Logger
    private let reception: Reception
    private let listener = SocketListener()
    private let roster = Roster<ConnectionHandler>()
    private let parked = Mutex<[ParkedConnection]>([])
    private let unread: Census

    init(group: any EventLoopGroup, dispatcher: Dispatcher, limits: ServerLimits, logger: Logger, reception: Reception) {
        self.group = group
        self.dispatcher = dispatcher
        self.limits = limits
        self.logger = logger
        self.reception = reception
        unread = Census(perUser: limits.unreadMemory)
    }

    /// Begins to listen.
    /// - Throws: ``ServerError`` if the endpoint is taken or cannot be used.
    func start(_ endpoint: SocketEndpoint) async throws {
        let bootstrap = ServerBootstrap(group: group)
            .childChannelOption(.autoRead, value: false)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(.writeBufferWaterMark, value: limits.waterMark)
            .childChannelInitializer { channel in channel.eventLoop.makeCompletedFuture { _ = try self.welcome(channel) } }
        try await listener.start(endpoint, bootstrap)
    }

    /// Takes no more connections and calls, lets calls in flight finish for as long as `bound`, then answers that they were ended and
    /// closes.
    /// - Parameter keepsConnections: whether connections are parked instead of closed.
    /// - Returns: those that were parked. A client that does not read its answers is not among them.
    func stop(within bound: Duration, keepsConnections: Bool = false) async -> [ParkedConnection] {
        roster.close()
        await listener.stop()
        let heir: @Sendable (ParkedConnection) -> Void = { parked in self.parked.withLock { $0.append(parked) } }
        roster.onEach { $0.drain($1, to: keepsConnections ? heir : nil) }
        let timer = Task {
            try await Task.sleep(for: bound)
            roster.onEach { handler, _ in handler.desk.interrupt() }
            try await Task.sleep(for: limits.farewell)
            roster.disconnect()
        }
        await roster.empty()
        timer.cancel()
        return parked.withLock { $0 }
    }

    /// How many clients are connected, without the daemon's own questions to itself.
    var connectionCount: Int { roster.count }

    /// Makes a channel a connection.
    /// - Parameter record: what another process knew of it.
    /// - Returns: who calls; nil if there are too many connections.
    func welcome(_ channel: any Channel, resuming record: ConnectionRecord? = nil) throws -> CallContext? {
        guard let context = try reception.admit(channel, resuming: record) else {
            let error = RPCError(.rateLimited, "you have too many connections open; close some", details: ["retryAfterMs": 1000])
            let line = RPCResponse(id: .null, outcome: .failure(error)).json.bytes + [UInt8(ascii: "\n")]
            try channel.pipeline.syncOperations.addHandler(FarewellHandler(line))
            return nil
        }
        let handle = context.connection
        let desk = CallDesk(context, dispatcher: dispatcher, capacity: limits.callsInFlight, ofUser: reception.calls, unread: unread)
        let handler = ConnectionHandler(handle: handle, desk: desk, limits: limits, resuming: record?.remainder ?? .init())
        try channel.pipeline.syncOperations.addHandler(handler)
        roster.add(handle.id, channel, handler, isOwn: context.caller.pid == getpid())
        return context
    }
}
