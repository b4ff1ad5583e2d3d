public import BrokerAPI

/// A client of the daemon: one connection, opened on first use, shared by concurrent calls and reopened after a restart.
///
/// A call whose answer was lost is repeated if twice is the same as once (`MethodDefinition.isRepeatable`); any other fails with
/// `ConnectionError.lost`, because only the caller can know whether to try again.
public final class BrokerClient: Sendable {
    /// The client of the daemon at `SocketLocation.resolve()`.
    public static let `default` = BrokerClient(socketPath: SocketLocation.resolve())

    /// The socket.
    public let socketPath: String
    let options: BrokerClientOptions
    let nonces = NonceLedger()
    private let keeper: ConnectionKeeper

    /// A client; nothing is opened yet.
    public init(socketPath: String, options: BrokerClientOptions = BrokerClientOptions()) {
        self.socketPath = socketPath
        self.options = options
        self.keeper = ConnectionKeeper(path: socketPath, options: options)
    }

    /// Calls a method.
    ///
    /// - Parameter timeout: how long to wait for the answer; nil for the options' value.
    /// - Throws: `BrokerError` if the daemon refused, `ConnectionError` if it could not be asked or did not answer, `CancellationError`.
    public func call<M: BrokerMethod>(_ method: M.Type, _ params: M.Params, timeout: Duration? = nil) async throws -> M.Result {
        let result = try await call(M.definition, try JSONValue(encoding: params), timeout: timeout ?? options.timeout)
        do {
            return try result.decode(M.Result.self)
        } catch {
            throw ConnectionError(.malformed, "the answer to \(M.name) is not what this version expects: \(error)")
        }
    }

    /// Ends the connection for good; calls in flight fail with `ConnectionError.closed`.
    public func close() async { await keeper.close() }

    private func call(_ method: MethodDefinition, _ params: JSONValue, timeout: Duration) async throws -> JSONValue {
        var attempts = 0
        while true {
            try Task.checkCancellation()
            let connection = try await keeper.connection()
            do {
                return try await connection.call(method.name, params, timeout: timeout)
            } catch let error as ConnectionError {
                attempts += 1
                // Three lost answers in a row are no restart: the call itself may be what ends the daemon.
                guard attempts < 3, error.code == .unreachable || (error.code == .lost && method.isRepeatable) else { throw error }
            } catch let error as BrokerError where error.wasInterrupted && method.isRepeatable {
                attempts += 1
                // The daemon stops, and the next one answers, on the same connection or on another.
                guard attempts < 3 else { throw error }
            }
        }
    }
}
