import Glibc

/// Where the daemon listens.
public enum SocketEndpoint: Sendable, Hashable {
    /// A path of its own making. `mode` is the socket's: access is decided by the caller's user, not by the file.
    case path(String, mode: UInt32)
    /// A listening socket that somebody else made and keeps, as systemd does.
    case inherited(Int32)

    /// The path that clients connect to; empty for a socket without one.
    var path: String {
        switch self {
        case .path(let path, _): return path
        case .inherited(let descriptor):
            var address = sockaddr_un()
            var length = socklen_t(MemoryLayout<sockaddr_un>.size)
            let outcome = withUnsafeMutableBytes(of: &address) { bytes in
                getsockname(descriptor, bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self), &length)
            }
            guard outcome == 0, address.sun_family == sa_family_t(AF_UNIX) else { return "" }
            return withUnsafeBytes(of: &address.sun_path) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        }
    }
}
