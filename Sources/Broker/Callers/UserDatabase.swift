import Glibc

/// The users and groups of the machine, from wherever its name service has them. Blocks.
enum UserDatabase {
    /// The number of the user called `name`.
    static func uid(of name: String) -> UInt32? {
        var entry = passwd()
        return find { buffer, size, missing in
            var found: UnsafeMutablePointer<passwd>?
            let outcome = getpwnam_r(name, &entry, buffer, size, &found)
            missing = found == nil
            return outcome
        } ? entry.pw_uid : nil
    }

    /// The number of the group called `name`.
    static func gid(of name: String) -> UInt32? {
        var entry = group()
        return find { buffer, size, missing in
            var found: UnsafeMutablePointer<group>?
            let outcome = getgrnam_r(name, &entry, buffer, size, &found)
            missing = found == nil
            return outcome
        } ? entry.gr_gid : nil
    }

    /// The groups of a user, `gid` included; only that one if the user has no name.
    static func groups(ofUser uid: UInt32, gid: UInt32) -> [UInt32] {
        var entry = passwd()
        var groups = [gid_t](repeating: 0, count: 65_536)
        var count = Int32(groups.count)
        let isKnown = find { buffer, size, missing in
            var found: UnsafeMutablePointer<passwd>?
            let outcome = getpwuid_r(uid, &entry, buffer, size, &found)
            missing = found == nil
            // The name lies in the buffer, so it is used while that lives.
            if found != nil { _ = getgrouplist(entry.pw_name, gid, &groups, &count) }
            return outcome
        }
        return isKnown ? Array(groups.prefix(Int(max(0, count)))) : [gid]
    }

    /// Calls `body` with a buffer that grows as long as it says ERANGE: a group may have thousands of members.
    private static func find(_ body: (UnsafeMutablePointer<CChar>, Int, inout Bool) -> Int32) -> Bool {
        var size = 4096
        while size <= 1 << 22 {
            var missing = true
            let outcome = withUnsafeTemporaryAllocation(of: CChar.self, capacity: size) { buffer in
                buffer.baseAddress.map { body($0, size, &missing) } ?? EINVAL
            }
            guard outcome == ERANGE else { return outcome == 0 && !missing }
            size *= 4
        }
        return false
    }
}
