import CLinux
import Glibc

/// A private file that grows at its end.
final class AppendFile {
    let path: String
    private let descriptor: Int32
    private(set) var size: Int

    /// Opens the file, or makes it.
    /// - Throws: ``StoreError``.
    init(_ path: String) throws(StoreError) {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw StoreError(.unavailable, "cannot open \(path): \(systemError())") }
        var status = clinux_file_status()
        guard clinux_fstat(descriptor, &status) == 0, status.mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw StoreError(.foreign, "\(path) is not a plain file")
        }
        size = Int(status.size)
    }

    deinit { close(descriptor) }

    /// Appends all of `bytes`, or nothing.
    /// - Throws: ``StoreError``, as when the disk is full.
    func append(_ bytes: [UInt8]) throws(StoreError) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress?.advanced(by: written), bytes.count - written) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let reason = systemError()
                // Half a line would be taken for a changed one.
                try truncate(to: size)
                throw StoreError(.unavailable, "cannot write \(path): \(reason)")
            }
            written += count
        }
        size += bytes.count
    }

    func truncate(to size: Int) throws(StoreError) {
        guard ftruncate(descriptor, size) == 0 else { throw StoreError(.unavailable, "cannot shorten \(path): \(systemError())") }
        self.size = size
    }

    /// Makes what was appended durable.
    func synchronize() throws(StoreError) {
        guard fdatasync(descriptor) == 0 else { throw StoreError(.unavailable, "cannot synchronize \(path): \(systemError())") }
    }
}
