import FoundationEssentials
import Glibc

/// A Unix socket's place in the file system. Its directory belongs to the daemon, and a lock beside it tells a live daemon's socket
/// from one that a crash left behind.
final class SocketFile: Sendable {
    let path: String
    private let lock: Int32

    /// Claims `path`: makes its directory, locks it, and removes what a dead daemon left.
    /// - Parameter directoryMode: the mode of a directory that has to be made.
    /// - Throws: ``ServerError`` if another daemon is there, or something that is no socket.
    init(claiming path: String, directoryMode: mode_t) throws(ServerError) {
        let directory = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        guard path.hasPrefix("/"), path.utf8.count < 108 else {
            throw ServerError(.path, "\(path): a socket's path is absolute and has at most 107 bytes (unix(7))")
        }
        if mkdir(directory, directoryMode) != 0, errno != EEXIST {
            throw ServerError(.path, "cannot make \(directory): \(String(cString: strerror(errno)))")
        }
        let lock = Glibc.open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard lock >= 0 else { throw ServerError(.path, "cannot open \(path).lock: \(String(cString: strerror(errno)))") }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            close(lock)
            throw ServerError(.inUse, "another atoauthd listens on \(path); stop it, or choose another socket")
        }
        self.path = path
        self.lock = lock
        guard let kind = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType else { return }
        guard kind == .typeSocket else { throw ServerError(.path, "\(path) exists and is no socket; it was left alone") }
        // The lock keeps daemons apart; somebody else's socket has none.
        guard Self.isAbandoned(path) else { throw ServerError(.inUse, "another program listens on \(path); choose another socket") }
        unlink(path)
    }

    deinit { close(lock) }

    /// Opens the socket to whoever may connect; the kernel says who they are.
    func open(mode: mode_t) throws(ServerError) {
        guard chmod(path, mode) == 0 else {
            throw ServerError(.path, "cannot set the mode of \(path): \(String(cString: strerror(errno)))")
        }
    }

    /// Whether connections are refused, as they are when nobody listens any more.
    private static func isAbandoned(_ path: String) -> Bool {
        let probe = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard probe >= 0 else { return false }
        defer { close(probe) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let outcome = withUnsafeBytes(of: &address) { bytes in
            connect(probe, bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count))
        }
        return outcome != 0 && errno == ECONNREFUSED
    }

    /// Takes the socket away, so that nobody connects to a daemon that is stopping.
    func remove() { unlink(path) }
}
