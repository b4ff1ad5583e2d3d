/// Where the daemon listens.
public enum SocketEndpoint: Sendable, Hashable {
    /// A path of its own making. `mode` is the socket's: access is decided by the caller's user, not by the file.
    case path(String, mode: UInt32)
    /// A listening socket that somebody else made and keeps, as systemd does.
    case inherited(Int32)
}
