import CLinux
import Glibc

/// The one place where a daemon keeps what outlives it. While the value lives, no other daemon can use the directory.
public final class StateDirectory: Sendable {
    /// The directory's path.
    public let path: String
    private let lock: Int32

    /// Makes the directory if it is not there, closes it to others, and claims it.
    /// - Throws: ``StoreError`` with `inUse` if another daemon has it, `exposed` if others may write to it.
    public init(_ path: String) throws(StoreError) {
        self.path = path
        try Self.make(path)
        try Self.close(path)
        lock = try Self.claim(path)
    }

    deinit { Glibc.close(lock) }

    /// Lets another daemon have the directory, even if somebody still holds the value.
    func release() { flock(lock, LOCK_UN) }

    /// The path of a file in the directory.
    func file(_ name: String) -> String { path + "/" + name }

    /// Makes the directory and those above it, all of them for the daemon alone.
    private static func make(_ path: String) throws(StoreError) {
        guard access(path, F_OK) != 0 else { return }
        if let slash = path.lastIndex(of: "/"), slash != path.startIndex { try make(String(path[..<slash])) }
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw StoreError(.unavailable, "cannot make \(path): \(systemError())") }
    }

    /// Reading the names of files is harmless, since the files are closed themselves, so that a readable directory is only tightened.
    /// In one that others may write to, they may have put files already.
    private static func close(_ path: String) throws(StoreError) {
        var info = clinux_file_status()
        guard clinux_stat(path, &info) == 0 else { throw StoreError(.unavailable, "cannot read \(path): \(systemError())") }
        guard info.mode & S_IFMT == S_IFDIR else { throw StoreError(.unavailable, "\(path) is not a directory") }
        guard info.uid == geteuid() else { throw StoreError(.exposed, "\(path) belongs to uid \(info.uid), not to the daemon") }
        guard info.mode & 0o022 == 0 else {
            throw StoreError(.exposed, "others may write to \(path): look at what is in it, then chmod 700 \(path)")
        }
        guard info.mode & 0o077 == 0 || chmod(path, 0o700) == 0 else {
            throw StoreError(.unavailable, "cannot close \(path) to others: \(systemError())")
        }
        // A daemon that could only read would find out in the middle of the first refresh.
        guard access(path, W_OK | X_OK) == 0 else {
            throw StoreError(.unavailable, "cannot write to \(path): \(systemError()): mount it for writing, and chmod 700 \(path)")
        }
    }

    /// The kernel gives the lock back whatever way the process ends, so that a lock file that was left behind means nothing.
    private static func claim(_ path: String) throws(StoreError) -> Int32 {
        let descriptor = open(path + "/lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw StoreError(.unavailable, "cannot open \(path)/lock: \(systemError())") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let reason = errno == EWOULDBLOCK ? "another atoauthd uses \(path)" : "cannot lock \(path): \(systemError())"
            let code: StoreError.Code = errno == EWOULDBLOCK ? .inUse : .unavailable
            Glibc.close(descriptor)
            throw StoreError(code, reason)
        }
        return descriptor
    }
}
