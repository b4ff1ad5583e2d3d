import BrokerAPI
import Glibc
import Logging
import NIOCore
import NIOPosix
import Synchronization

/// Listens on a Unix socket and serves whoever connects.
final class UnixSocketServer: Sendable {
    private struct State {
        var listener: (any Channel)?
        var file: SocketFile?
        var connections: [UInt64: NIOLoopBound<ConnectionHandler>] = [:]
        var channels: [UInt64: any Channel] = [:]
        /// Connections of this very process, which are no client's.
        var own: Set<UInt64> = []
        var parked: [ParkedConnection] = []
        var nextID: UInt64 = 0
        var isStopping = false
        var onEmpty: CheckedContinuation<Void, Never>?
    }

    let group: any EventLoopGroup
    let dispatcher: Dispatcher
    let limits: ServerLimits
    let logger: Logger
    private let census: Census
    private let calls: Census
    private let unread: Census
    private let metrics: Metrics?
    private let state = Mutex(State())

    init(group: any EventLoopGroup, dispatcher: Dispatcher, limits: ServerLimits, logger: Logger, metrics: Metrics? = nil) {
        self.group = group
        self.dispatcher = dispatcher
        self.limits = limits
        self.logger = logger
        self.metrics = metrics
        census = Census(perUser: limits.connectionsPerUser, total: limits.connections)
        calls = Census(perUser: limits.callsInFlightPerUser)
        unread = Census(perUser: limits.unreadMemory)
    }

    /// Begins to listen.
    /// - Throws: ``ServerError`` if the endpoint is taken or cannot be used.
    func start(_ endpoint: SocketEndpoint) async throws {
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 4096)
            .childChannelOption(.autoRead, value: false)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(.writeBufferWaterMark, value: limits.waterMark)
            .childChannelInitializer { channel in channel.eventLoop.makeCompletedFuture { _ = try self.welcome(channel) } }
        switch endpoint {
        case .path(let path, let mode):
            // The directory may be passed through by everyone where everyone may connect.
            let file = try SocketFile(claiming: path, directoryMode: mode & 0o006 == 0 ? 0o700 : 0o755)
            let listener = try await bootstrap.bind(unixDomainSocketPath: path).get()
            try file.open(mode: mode)
            state.withLock { ($0.listener, $0.file) = (listener, file) }
        case .inherited(let descriptor):
            let listener = try await bootstrap.withBoundSocket(descriptor).get()
            state.withLock { $0.listener = listener }
        }
    }

    /// Takes no more connections and calls, lets calls in flight finish for as long as `bound`, then answers that they were ended and
    /// closes.
    /// - Parameter keepsConnections: whether connections are parked instead of closed.
    /// - Returns: those that were parked. A client that does not read its answers is not among them.
    func stop(within bound: Duration, keepsConnections: Bool = false) async -> [ParkedConnection] {
        let (listener, file) = state.withLock { state in
            state.isStopping = true
            defer { (state.listener, state.file) = (nil, nil) }
            return (state.listener, state.file)
        }
        try? await listener?.close()
        // Until then the lock keeps other daemons away, whose socket would be removed instead.
        file?.remove()
        let heir: @Sendable (ParkedConnection) -> Void = { parked in self.state.withLock { $0.parked.append(parked) } }
        onEach { $0.drain($1, to: keepsConnections ? heir : nil) }
        let timer = Task {
            try await Task.sleep(for: bound)
            onEach { handler, _ in handler.desk.interrupt() }
            try await Task.sleep(for: limits.farewell)
            for channel in state.withLock({ Array($0.channels.values) }) { channel.close(promise: nil) }
        }
        await empty()
        timer.cancel()
        return state.withLock { $0.parked }
    }

    /// How many clients are connected, without the daemon's own questions to itself.
    var connectionCount: Int { state.withLock { $0.channels.count - $0.own.count } }

    /// Does something with each connection, on its loop.
    private func onEach(_ body: @escaping @Sendable (ConnectionHandler, any Channel) -> Void) {
        for (id, handler) in state.withLock({ $0.connections }) {
            guard let channel = channel(id) else { continue }
            channel.eventLoop.execute { body(handler.value, channel) }
        }
    }

    private func channel(_ id: UInt64) -> (any Channel)? { state.withLock { $0.channels[id] } }

    private func empty() async {
        await withCheckedContinuation { continuation in
            let isEmpty = state.withLock { state in
                if !state.channels.isEmpty { state.onEmpty = continuation }
                return state.channels.isEmpty
            }
            if isEmpty { continuation.resume() }
        }
    }

    /// Makes a channel a connection.
    /// - Parameter record: what another process knew of it.
    /// - Returns: who calls; nil if there are too many connections.
    func welcome(_ channel: any Channel, resuming record: ConnectionRecord? = nil) throws -> CallContext? {
        let caller = try Caller.connected(to: channel, began: record?.began)
        guard census.enter(caller.uid) else {
            try turnAway(channel, caller)
            return nil
        }
        let id = state.withLock { state in
            state.nextID += 1
            state.channels[state.nextID] = channel
            if caller.pid == getpid() { state.own.insert(state.nextID) }
            return state.nextID
        }
        metrics?.count(.connections, by: 1)
        let handle = ConnectionHandle(id: id, channel: channel, capacity: limits.eventQueue, lost: record?.lostEvents ?? 0)
        let context = CallContext(caller: caller, connection: handle)
        let desk = CallDesk(context, dispatcher: dispatcher, capacity: limits.callsInFlight, ofUser: calls, unread: unread)
        // Not by the handler: a channel that is closed before it was ever active tells its handlers nothing.
        channel.closeFuture.whenComplete { _ in
            self.census.leave(caller.uid)
            self.forget(id)
        }
        let handler = ConnectionHandler(handle: handle, desk: desk, limits: limits, resuming: record?.remainder ?? .init())
        try channel.pipeline.syncOperations.addHandler(handler)
        let isStopping = state.withLock { state in
            state.connections[id] = NIOLoopBound(handler, eventLoop: channel.eventLoop)
            return state.isStopping
        }
        if isStopping { channel.close(promise: nil) }
        return context
    }

    private func turnAway(_ channel: any Channel, _ caller: Caller) throws {
        logger.warning("too many connections", metadata: ["uid": .stringConvertible(caller.uid)])
        let error = RPCError(.rateLimited, "you have too many connections open; close some", details: ["retryAfterMs": 1000])
        try channel.pipeline.syncOperations.addHandler(FarewellHandler(RPCResponse(id: .null, outcome: .failure(error)).json.bytes))
    }

    private func forget(_ id: UInt64) {
        metrics?.count(.connections, by: -1)
        let waiting = state.withLock { state -> CheckedContinuation<Void, Never>? in
            state.connections[id] = nil
            state.channels[id] = nil
            state.own.remove(id)
            guard state.channels.isEmpty else { return nil }
            defer { state.onEmpty = nil }
            return state.onEmpty
        }
        waiting?.resume()
    }
}
