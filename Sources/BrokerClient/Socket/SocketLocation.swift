public import FoundationEssentials

/// Where the daemon listens.
public enum SocketLocation {
    /// The system daemon's socket.
    public static let system = "/run/atoauthd/atoauthd.sock"

    /// The socket to use: `ATOAUTHD_SOCKET`, else the user's own daemon if it has a socket, else the system's.
    ///
    /// - Parameters:
    ///   - environment: the process's environment.
    ///   - exists: whether there is something at a path.
    public static func resolve(
        environment: [String: String] = ProcessInfo.processInfo.environment,
        exists: (String) -> Bool = { FileManager.default.fileExists(atPath: $0) }
    ) -> String {
        if let path = environment["ATOAUTHD_SOCKET"], !path.isEmpty { return path }
        // An XDG directory must be absolute, or is to be ignored (XDG Base Directory Specification).
        if let directory = environment["XDG_RUNTIME_DIR"], directory.hasPrefix("/") {
            let path = directory + "/atoauthd/atoauthd.sock"
            if exists(path) { return path }
        }
        return system
    }
}
