/// A caller as the kernel describes it; nothing here is what the caller says of itself.
public struct Peer: Codable, Sendable, Equatable {
    /// The user.
    public var uid: UInt32
    /// The group.
    public var gid: UInt32
    /// The process.
    public var pid: Int32
    /// The systemd unit, from the control group.
    public var unit: String?
    /// The desktop application's id, from the control group.
    public var app: String?

    /// A caller.
    public init(uid: UInt32, gid: UInt32, pid: Int32, unit: String? = nil, app: String? = nil) {
        self.uid = uid
        self.gid = gid
        self.pid = pid
        self.unit = unit
        self.app = app
    }

    static let schema = JSONSchema.object(
        "the caller, as the kernel describes it",
        .required("uid", .uid),
        .required("gid", .integer("the group's number", 0...4_294_967_295)),
        .required("pid", .integer("the process's number", 0...2_147_483_647)),
        .optional("unit", .string("the systemd unit")),
        .optional("app", .string("the desktop application's id")))
}
