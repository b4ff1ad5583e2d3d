import Synchronization

/// The path of the daemon's socket, known once it listens.
final class SocketPath: Sendable {
    private let path = Mutex("")

    /// Empty while there is no socket, or if it has no path.
    var value: String {
        get { path.withLock { $0 } }
        set { path.withLock { $0 = newValue } }
    }
}
