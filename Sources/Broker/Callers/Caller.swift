/// The process at the other end of a connection, as the kernel describes it. What it says of itself is never used.
public struct Caller: Hashable, Sendable {
    /// Its user.
    public let uid: UInt32
    /// Its group.
    public let gid: UInt32
    /// Its supplementary groups, at the time it connected.
    public let groups: [UInt32]
    /// Its number, at the time it connected.
    public let pid: Int32
    /// The systemd unit it runs in: one of its user's own manager, or else one of the system's.
    public let unit: String?
    /// The desktop application it belongs to.
    public let app: String?

    /// A caller.
    public init(uid: UInt32, gid: UInt32, groups: [UInt32] = [], pid: Int32, unit: String? = nil, app: String? = nil) {
        self.uid = uid
        self.gid = gid
        self.groups = groups
        self.pid = pid
        self.unit = unit
        self.app = app
    }
}
