/// A group of this machine, by name or number.
struct GroupName: Hashable, Sendable, ConfigurationValue {
    static var rule: String { "the name or the number of a group of this machine" }

    let gid: UInt32

    init?(_ node: TOMLNode) {
        switch node {
        case .integer(let number): gid = UInt32(exactly: number) ?? .max
        case .string(let name): gid = UserDatabase.gid(of: name) ?? .max
        default: return nil
        }
        guard gid != .max else { return nil }
    }

    /// Whether the caller is a member.
    func holds(_ caller: Caller) -> Bool { caller.gid == gid || caller.groups.contains(gid) }
}
