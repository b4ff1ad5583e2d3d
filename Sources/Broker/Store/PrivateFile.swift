import CLinux
import Glibc
import JOSE

/// A file that only the daemon may read.
struct PrivateFile {
    let path: String

    /// Whether there is something at the path.
    var exists: Bool { access(path, F_OK) == 0 }

    /// Refuses a file that others may read or change, and anything that is no plain file.
    func check() throws(StoreError) {
        let descriptor = try openChecked()
        close(descriptor)
    }

    /// The file's first bytes, up to `limit` of them.
    func read(upTo limit: Int) throws(StoreError) -> SecretBytes {
        let descriptor = try openChecked()
        defer { close(descriptor) }
        let count = min(limit, Int(try status(descriptor).size))
        return try SecretBytes(count: count) { (memory) throws(StoreError) in
            var filled = 0
            while filled < count {
                let got = Glibc.read(descriptor, memory.baseAddress?.advanced(by: filled), count - filled)
                if got < 0, errno == EINTR { continue }
                guard got > 0 else { throw StoreError(.unavailable, "cannot read \(path): \(systemError())") }
                filled += got
            }
        }
    }

    /// Makes the file with `bytes`, or puts them in its place in one step. They are durable when the function returns.
    ///
    /// A file that is not to be replaced is linked rather than renamed into place, which fails if somebody was faster.
    func write(_ bytes: SecretBytes, replacing: Bool) throws(StoreError) {
        let draft = path + ".new"
        unlink(draft)
        defer { unlink(draft) }
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw failure("make") }
        defer { close(descriptor) }
        let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        guard written == bytes.count, fsync(descriptor) == 0 else { throw failure("write") }
        guard (replacing ? rename(draft, path) : link(draft, path)) == 0 else { throw failure("make") }
        try Self.synchronize(directoryOf: path)
    }

    /// An empty file at the path, whatever was there.
    func clear() throws(StoreError) {
        unlink(path)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw failure("make") }
        close(descriptor)
    }

    /// Removes the file, if there is one.
    func remove() { unlink(path) }

    /// Gives the file another name, which must be free, durably.
    func move(to name: String) throws(StoreError) {
        guard link(path, name) == 0 else { throw StoreError(.unavailable, "cannot make \(name): \(systemError())") }
        unlink(path)
        try Self.synchronize(directoryOf: name)
    }

    /// Makes the entries of a directory durable: without it a new file may be gone after a power loss.
    static func synchronize(directoryOf path: String) throws(StoreError) {
        let directory = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw StoreError(.unavailable, "cannot open \(directory): \(systemError())") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw StoreError(.unavailable, "cannot synchronize \(directory): \(systemError())") }
    }

    private func openChecked() throws(StoreError) -> Int32 {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { throw failure("open") }
        do throws(StoreError) {
            let info = try status(descriptor)
            guard info.mode & S_IFMT == S_IFREG else { throw StoreError(.foreign, "\(path) is not a plain file") }
            guard info.uid == geteuid() || info.uid == 0 else {
                throw StoreError(.exposed, "\(path) belongs to uid \(info.uid), not to the daemon")
            }
            // Credentials are root's, and an access control list lets the daemon read them; its mask shows as the group's bits.
            let forbidden: mode_t = info.uid == geteuid() ? 0o077 : 0o037
            guard info.mode & forbidden == 0 else { throw StoreError(.exposed, "others may use \(path): chmod 600 \(path)") }
        } catch {
            close(descriptor)
            throw error
        }
        return descriptor
    }

    private func status(_ descriptor: Int32) throws(StoreError) -> clinux_file_status {
        var info = clinux_file_status()
        guard clinux_fstat(descriptor, &info) == 0 else { throw failure("read") }
        return info
    }

    private func failure(_ action: String) -> StoreError { StoreError(.unavailable, "cannot \(action) \(path): \(systemError())") }
}
