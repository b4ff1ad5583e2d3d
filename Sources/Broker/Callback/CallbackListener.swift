import ATProtoOAuth
import BrokerAPI
import FoundationEssentials
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle

/// The daemon's own web server on 127.0.0.1, where browsers come back to after a sign-in. It listens from the first login on.
///
/// Every local program can reach it. It gives nothing away: a request counts only if it carries the `state` of an open login, which
/// only the user's browser and the authorization server have seen, and only from a process of the user who began it: whoever talks
/// another user into opening the page of a login of theirs does not get that user's account.
actor CallbackListener {
    /// Completes a login with the parameters of a redirect, brought by a process of `owner`; returns the account's name.
    typealias Completion = @Sendable (_ params: FormParameters, _ owner: LoopbackPeer.Owner) async throws -> String

    /// Browsers need a few connections for a moment. What others hold open must not use the daemon's descriptors up.
    private static let connections = 64
    private static let idleTime = TimeAmount.seconds(10)

    private let logger: Logger
    private var completion: Completion?
    /// By the port that was wanted; 0 is any.
    private var running: [Int: (port: Task<Int, any Error>, server: Task<Void, Never>, group: ServiceGroup)] = [:]

    init(logger: Logger) { self.logger = logger }

    /// Says what is done with a browser's return. Must be called before the first ``port(_:)``.
    func onReturn(_ completion: @escaping Completion) { self.completion = completion }

    /// The port it listens on; the first call begins to listen.
    /// - Parameter wanted: the port, if it must be a certain one.
    func port(_ wanted: Int = 0) async throws -> Int {
        if running[wanted] == nil { start(wanted) }
        do {
            return try await running[wanted]?.port.value ?? 0
        } catch {
            running[wanted] = nil
            let place = wanted == 0 ? "127.0.0.1" : "port \(wanted) of 127.0.0.1 (relay_port)"
            throw RPCError(.internalError, "the daemon cannot listen on \(place) for the browser's return: \(error)")
        }
    }

    /// Stops listening, for good.
    func stop() async {
        // The completion holds whoever holds this listener.
        completion = nil
        // Gracefully: a connection that was accepted but not yet served would trap if it were only cancelled.
        for server in running.values { await server.group.triggerGracefulShutdown() }
        for server in running.values { await server.server.value }
        running = [:]
    }

    private func start(_ wanted: Int) {
        let (ports, continuation) = AsyncThrowingStream.makeStream(of: Int.self)
        let completion = completion
        let application = Application(
            responder: CallbackResponder { params, owner in
                guard let completion else { throw RPCError(.internalError, "internal error") }
                return try await completion(params, owner)
            }, server: .http1(configuration: .init(idleTimeout: Self.idleTime)),
            configuration: .init(
                address: .hostname("127.0.0.1", port: wanted), serverName: nil,
                availableConnectionsDelegate: MaximumAvailableConnections(Self.connections)),
            onServerRunning: { channel in
                if let port = channel.localAddress?.port { continuation.yield(port) }
                continuation.finish()
            }, logger: logger)
        var lifecycle = ServiceGroupConfiguration(services: [.init(service: application)], logger: logger)
        lifecycle.maximumGracefulShutdownDuration = .seconds(1)
        let group = ServiceGroup(configuration: lifecycle)
        let server = Task {
            do { try await group.run() } catch { continuation.finish(throwing: error) }
        }
        let port = Task {
            for try await port in ports { return port }
            throw CancellationError()
        }
        running[wanted] = (port, server, group)
    }
}
