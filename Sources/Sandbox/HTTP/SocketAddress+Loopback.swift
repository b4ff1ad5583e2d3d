import NIOCore

extension SocketAddress {
    var isLoopback: Bool {
        guard let ipAddress else { return false }
        return ipAddress == "::1" || ipAddress.hasPrefix("127.") || ipAddress.hasPrefix("::ffff:127.")
    }
}
