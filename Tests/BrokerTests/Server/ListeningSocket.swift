import FoundationEssentials
import Glibc
import Testing

/// A socket that somebody else than a daemon listens on, as a service manager does.
enum ListeningSocket {
    /// Puts a socket there without a daemon. It is listened on as long as the descriptor is open.
    static func make(_ path: String) throws -> Int32 {
        let directory = path.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 }
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let bound = withUnsafeBytes(of: &address) { bytes in
            bind(descriptor, bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count))
        }
        try #require(bound == 0 && listen(descriptor, 4) == 0)
        return descriptor
    }
}
