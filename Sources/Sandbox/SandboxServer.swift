import FoundationEssentials
import Logging
public import ServiceLifecycle
import Synchronization

/// A practice AT Protocol world on loopback: PLC directory, handle resolver, authorization server and resource server.
///
/// It answers as a production server does, mistakes of clients included, and can be told to misbehave.
public final class SandboxServer: Service, Sendable {
    private enum State {
        case idle
        case starting
        case running([Listener])
    }

    let world: Result<World, SandboxError>
    private let configuration: SandboxConfiguration
    private let state = Mutex(State.idle)

    /// Makes a server; `start()` makes it listen.
    public init(_ configuration: SandboxConfiguration = .init()) {
        self.configuration = configuration
        do { world = .success(try World(configuration)) } catch { world = .failure(error) }
    }

    /// Returns when the server listens.
    /// - Throws: `SandboxError` with code `account` if the configuration has a bad account, with code `state` if the server was started
    ///   before, or the error of binding the port.
    public func start() async throws {
        let world = try world.get()
        try state.withLock { state in
            guard case .idle = state else { throw SandboxError(.state, "The sandbox was started before") }
            state = .starting
        }
        do {
            let listeners = try await listen(world)
            state.withLock { $0 = .running(listeners) }
        } catch {
            state.withLock { $0 = .idle }
            throw error
        }
    }

    private func listen(_ world: World) async throws -> [Listener] {
        let separate = configuration.separateResourceServer
        let main = try await listener(configuration.port, Dispatcher(world, authorization: true, resources: !separate))
        let origin = origin(main.port)
        world.origins = Origins(issuer: origin, resource: origin)
        guard separate else { return [main] }
        do {
            let second = try await listener(configuration.resourceServerPort, Dispatcher(world, authorization: false, resources: true))
            world.origins.resource = self.origin(second.port)
            return [main, second]
        } catch {
            await main.stop()
            throw error
        }
    }

    private func listener(_ port: Int, _ dispatcher: Dispatcher) async throws -> Listener {
        // Practice traffic is no news, and the loop calls its own cancellation an error.
        var logger = Logger(label: "sandbox")
        logger.logLevel = .critical
        return try await Listener.start(host: configuration.host, port: port, logger: logger) { request, isLocal in
            try await dispatcher.respond(request, isLocal: isLocal)
        }
    }

    private func origin(_ port: Int) -> String {
        "http://\(configuration.host.contains(":") ? "[\(configuration.host)]" : configuration.host):\(port)"
    }

    /// Closes every connection and returns when nothing listens any more. A stopped server cannot be started again.
    public func stop() async {
        let listeners = state.withLock { state in
            guard case .running(let listeners) = state else { return [Listener]() }
            state = .starting
            return listeners
        }
        guard !listeners.isEmpty, case .success(let world) = world else { return }
        world.knobs.gate.openForGood()
        for listener in listeners { await listener.stop() }
    }

    /// Starts unless started, serves until the task is cancelled or shut down gracefully, and stops.
    /// - Throws: As `start()`.
    public func run() async throws {
        if case .idle = state.withLock({ $0 }) { try await start() }
        // Cancellation is the other regular way out.
        try? await gracefulShutdown()
        await stop()
    }
}
