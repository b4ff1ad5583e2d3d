import NIOCore
import NIOPosix
import Synchronization

/// Listens on a Unix socket, at a path of its own or on one that was inherited.
final class SocketListener: Sendable {
    private struct State {
        var channel: (any Channel)?
        var file: SocketFile?
    }

    private let state = Mutex(State())

    /// Begins to listen.
    /// - Throws: ``ServerError`` if the endpoint is taken or cannot be used.
    func start(_ endpoint: SocketEndpoint, _ bootstrap: ServerBootstrap) async throws {
        let bootstrap = bootstrap.serverChannelOption(.backlog, value: 4096)
        switch endpoint {
        case .path(let path, let mode):
            // The directory may be passed through by everyone where everyone may connect.
            let file = try SocketFile(claiming: path, directoryMode: mode & 0o006 == 0 ? 0o700 : 0o755)
            let channel = try await bootstrap.bind(unixDomainSocketPath: path).get()
            try file.open(mode: mode)
            state.withLock { ($0.channel, $0.file) = (channel, file) }
        case .inherited(let descriptor):
            let channel = try await bootstrap.withBoundSocket(descriptor).get()
            state.withLock { $0.channel = channel }
        }
    }

    /// Takes no more connections.
    func stop() async {
        let (channel, file) = state.withLock { state in
            defer { state = State() }
            return (state.channel, state.file)
        }
        try? await channel?.close()
        // Until then the lock keeps other daemons away, whose socket would be removed instead.
        file?.remove()
    }
}
