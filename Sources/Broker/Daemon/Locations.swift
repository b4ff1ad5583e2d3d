import BrokerAPI

/// Where a daemon looks for its configuration, listens, and keeps its state: what the command line says, then the environment and the
/// configuration, then the directories of systemd and of the XDG Base Directory Specification.
public struct Locations: Sendable {
    /// The socket that the command line names.
    public var socket: String?
    /// The state directory that the command line names.
    public var state: String?
    /// One daemon for the machine, or one for a user.
    let mode: BrokerMode
    private let environment: [String: String]

    /// The places of a daemon for the machine.
    public static func system(_ environment: [String: String]) -> Locations { Locations(mode: .system, environment: environment) }

    /// The places of a daemon for the user that `environment` belongs to.
    public static func user(_ environment: [String: String]) -> Locations { Locations(mode: .user, environment: environment) }

    private init(mode: BrokerMode, environment: [String: String]) {
        self.mode = mode
        self.environment = environment
    }

    /// The configuration file, if the command line names none; it need not exist. Nil if the environment has no place for one.
    public var configuration: String? {
        switch mode {
        case .system: "/etc/atoauthd/atoauthd.toml"
        case .user: (absolute("XDG_CONFIG_HOME") ?? home(".config")).map { $0 + "/atoauthd/atoauthd.toml" }
        }
    }

    /// Where systemd puts the credentials of the unit, if it has some (systemd.exec(5)).
    var credentials: String? { absolute("CREDENTIALS_DIRECTORY") }

    /// The socket to make, where none is inherited.
    /// - Throws: ``ServerError`` if the environment has no place for one.
    func socket(configured: String?) throws(ServerError) -> String {
        if let path = socket ?? absolute("ATOAUTHD_SOCKET") ?? configured { return path }
        if mode == .system { return "/run/atoauthd/atoauthd.sock" }
        if let directory = absolute("XDG_RUNTIME_DIR") { return directory + "/atoauthd/atoauthd.sock" }
        throw ServerError(.path, "there is no XDG_RUNTIME_DIR, so no place for the socket: name one with --socket")
    }

    /// The state directory.
    /// - Throws: ``StoreError`` if the environment has no place for one.
    func state(configured: String?) throws(StoreError) -> String {
        // systemd separates several directories by colons; the daemon's unit has one.
        let ofUnit = absolute("STATE_DIRECTORY").map { String($0.prefix { $0 != ":" }) }
        if let path = state ?? configured ?? ofUnit { return path }
        if mode == .system { return "/var/lib/atoauthd" }
        if let directory = absolute("XDG_STATE_HOME") ?? home(".local/state") { return directory + "/atoauthd" }
        throw StoreError(.unavailable, "there is neither XDG_STATE_HOME nor HOME, so no place for sessions: name one with --state-dir")
    }

    /// A relative directory is to be ignored, says the XDG specification.
    private func absolute(_ variable: String) -> String? { environment[variable].flatMap { $0.hasPrefix("/") ? $0 : nil } }

    private func home(_ directory: String) -> String? { absolute("HOME").map { $0 + "/" + directory } }
}
