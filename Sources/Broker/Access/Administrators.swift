/// Who administers the daemon: root, the members of a group, and in user mode the user it serves.
struct Administrators: Hashable, Sendable {
    /// The members' group, if the machine has it.
    var gid: UInt32?
    /// The user whose own daemon it is.
    var owner: UInt32?

    func holds(_ caller: Caller) -> Bool {
        if caller.uid == 0 || caller.uid == owner { return true }
        guard let gid else { return false }
        return caller.gid == gid || caller.groups.contains(gid)
    }
}
