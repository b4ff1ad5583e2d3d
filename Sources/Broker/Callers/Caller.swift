/// The process at the other end of a connection, as the kernel describes it. What it says of itself is never used.
public struct Caller: Hashable, Sendable {
    /// Its user.
    public let uid: UInt32
    /// Its group.
    public let gid: UInt32
    /// Its number, at the time it connected.
    public let pid: Int32
    /// The systemd unit it runs in.
    public let unit: String?
    /// The desktop application it belongs to.
    public let app: String?

    /// A caller.
    public init(uid: UInt32, gid: UInt32, pid: Int32, unit: String? = nil, app: String? = nil) {
        self.uid = uid
        self.gid = gid
        self.pid = pid
        self.unit = unit
        self.app = app
    }
}
