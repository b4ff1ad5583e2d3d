import BrokerAPI
import Glibc
import NIOCore
import NIOPosix

/// One connection to the daemon. Calls share it; answers are matched by id, in whatever order they come.
final class Connection: Sendable {
    private let channel: any Channel
    private let calls: CallTable

    private init(channel: any Channel, calls: CallTable) {
        self.channel = channel
        self.calls = calls
    }

    deinit { channel.close(promise: nil) }

    /// Connects to a socket.
    ///
    /// - Throws: `ConnectionError.unreachable`, with the path and what to do.
    static func open(
        path: String, lineLimit: Int, notify: @escaping @Sendable (RPCNotification) -> Void = { _ in }
    ) async throws(ConnectionError) -> Connection {
        let calls = CallTable()
        let bootstrap = ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup).channelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(MessageHandler(lineLimit: lineLimit, calls: calls, notify: notify))
            }
        }
        do {
            let channel = try await bootstrap.connect(unixDomainSocketPath: path).get()
            return Connection(channel: channel, calls: calls)
        } catch {
            throw ConnectionError(.unreachable, "no daemon answers at \(path): \(reason(error)); start atoauthd or set ATOAUTHD_SOCKET")
        }
    }

    private static func reason(_ error: any Error) -> String {
        guard let code = (error as? IOError)?.errnoCode, let text = strerror(code) else { return "\(error)" }
        return String(cString: text)
    }

    /// Whether calls can still be made.
    var isOpen: Bool { calls.end == nil }

    /// Ends the connection, and with it every call in flight.
    func close() {
        calls.endAll(ConnectionError(.closed, "the client was closed"))
        channel.close(promise: nil)
    }

    /// Waits until the connection has ended, by whichever side.
    func waitUntilClosed() async { try? await channel.closeFuture.get() }

    /// Sends a call and waits for its answer.
    ///
    /// - Throws: `RPCError` if the daemon refused, `ConnectionError` if no answer came, `CancellationError`.
    func call(_ method: String, _ params: JSONValue, timeout: Duration?) async throws -> JSONValue {
        let id = calls.makeID()
        let timer = timeout.map { timeout in
            channel.eventLoop.scheduleTask(in: TimeAmount(timeout)) { [calls] in
                calls.finish(id, .failure(ConnectionError(.timeout, "no answer to \(method) within \(timeout)")))
            }
        }
        defer { timer?.cancel() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { waiter in
                guard calls.add(waiter, id: id) else { return }
                // A cancellation before the call was in the table found nothing to end.
                if Task.isCancelled { return calls.finish(id, .failure(CancellationError())) }
                send(RPCRequest(id: .number(id), method: method, params: params))
            }
        } onCancel: {
            calls.finish(id, .failure(CancellationError()))
        }
    }

    private func send(_ request: RPCRequest) {
        var line = request.json.bytes
        if case .number(let id) = request.id { calls.note(id, bytes: line.count) }
        line.append(UInt8(ascii: "\n"))
        // A failed write closes the channel, which ends every call: the promise would say nothing new.
        channel.writeAndFlush(ByteBuffer(bytes: line), promise: nil)
    }
}
