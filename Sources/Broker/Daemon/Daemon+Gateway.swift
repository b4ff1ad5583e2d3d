import BrokerAPI
import Glibc
import Logging

extension Daemon {
    /// Begins to serve HTTP, if that is wanted and there is a place for it. The daemon's main work does not depend on it: where nobody
    /// has named a socket, the lack of one is no failure.
    /// - Parameters:
    ///   - path: the daemon's other socket.
    ///   - isManaged: whether the service manager makes the sockets, in a directory that is its own.
    /// - Throws: ``ServerError`` if a socket that was passed or configured cannot be used.
    func startGateway(inherited descriptor: Int32?, beside path: String, isManaged: Bool) async throws {
        let gateway = configuration.gateway
        guard gateway.isEnabled else {
            guard let descriptor else { return }
            close(descriptor)
            return logger.warning("the gateway is switched off, and its socket is not served: stop atoauthd-http.socket")
        }
        if let descriptor { return try await broker.startGateway(.inherited(descriptor)) }
        if let socket = gateway.socket { return try await broker.startGateway(.path(socket, mode: socketMode)) }
        guard !isManaged || locations.mode == .user, let socket = Self.neighbour(of: path) else {
            return logger.notice("there is no gateway: the service manager passed no socket for it; start atoauthd-http.socket")
        }
        do {
            try await broker.startGateway(.path(socket, mode: socketMode))
        } catch {
            logger.warning("there is no gateway", metadata: ["error": .string("\(error)")])
        }
    }

    /// Who may connect.
    var socketMode: UInt32 { configuration.server.socketMode?.bits ?? (locations.mode == .system ? 0o666 : 0o600) }

    /// `http.sock` in the directory of the other socket; nil if that has no path, or is called so itself.
    static func neighbour(of path: String) -> String? {
        guard let slash = path.lastIndex(of: "/") else { return nil }
        let neighbour = path[...slash] + "http.sock"
        return neighbour == path ? nil : String(neighbour)
    }
}
