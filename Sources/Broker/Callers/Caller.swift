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
    /// Whether the unit is one of its user's own manager, so that the user chose its name.
    public let isUsersUnit: Bool
    /// The desktop application it belongs to.
    public let app: String?
    /// Whether `unit` and `app` are what the kernel says; false if it could not say, as when the process has ended.
    public let isPlaced: Bool
    /// When the process began, in the kernel's ticks since it started; nil if that was not asked.
    let began: UInt64?

    /// A caller.
    public init(
        uid: UInt32, gid: UInt32, groups: [UInt32] = [], pid: Int32, unit: String? = nil, isUsersUnit: Bool = false, app: String? = nil
    ) {
        self.init(
            uid: uid, gid: gid, groups: groups, pid: pid, unit: unit, isUsersUnit: isUsersUnit, app: app, isPlaced: true, began: nil)
    }

    init(
        uid: UInt32, gid: UInt32, groups: [UInt32], pid: Int32, unit: String?, isUsersUnit: Bool = false, app: String?, isPlaced: Bool,
        began: UInt64?
    ) {
        self.uid = uid
        self.gid = gid
        self.groups = groups
        self.pid = pid
        self.unit = unit
        self.isUsersUnit = isUsersUnit
        self.app = app
        self.isPlaced = isPlaced
        self.began = began
    }
}
