/// The socket, and what callers may take of the daemon.
public struct ServerConfiguration: Hashable, Sendable {
    /// `socket`: the path of the socket; nil for the one that the mode has.
    public var socket: String?
    /// `socket_mode`: who may connect; nil for everybody in system mode, and the user alone in user mode.
    public var socketMode: FileMode?
    /// `grace`: how long calls and refreshes in flight may take to finish when the daemon stops.
    public var grace: Duration = .seconds(30)
    /// What callers may take.
    public var limits = ServerLimits()

    mutating func read(_ table: inout ConfigurationTable) throws(ConfigurationError) {
        try table.read("socket", &socket)
        try table.checkSocket(socket)
        try table.read("socket_mode", &socketMode)
        try table.read("grace", &grace, in: .zero ... .seconds(600))
        try limits.read(&table)
    }
}
