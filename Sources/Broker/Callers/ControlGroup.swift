import FoundationEssentials

/// A process's place in the control group tree, from which systemd's unit and the desktop application follow.
///
/// Whoever was given a group may make groups of any name below it. So names are believed from the top down, as far as managers made
/// them: slices, the system's unit, and in a user's manager slices and the user's unit.
struct ControlGroup: Equatable {
    /// The system's unit, or the user's, under its name as systemd writes it.
    let unit: String?
    /// The user whose manager made the unit; nil for a unit of the system.
    let managerUser: UInt32?

    /// Reads the place of process `pid`; nil if there is no such process, or no systemd.
    init?(of pid: Int32) {
        guard let data = try? Data(contentsOf: URL(filePath: "/proc/\(pid)/cgroup")) else { return nil }
        self.init(text: String(decoding: data, as: UTF8.self))
    }

    /// Reads the text of `/proc/PID/cgroup`: the line of systemd's own hierarchy, or that of the unified one (cgroups(7)).
    init?(text: String) {
        let lines = text.split(separator: "\n").map { $0.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false) }
        let line = lines.first { $0.count == 3 && $0[1] == "name=systemd" } ?? lines.first { $0.count == 3 && $0[0] == "0" }
        guard let line else { return nil }
        self.init(path: line[2])
    }

    private init(path: Substring) {
        var names = path.split(separator: "/")[...]
        names = names.drop { $0.hasSuffix(".slice") }
        let unit = names.popFirst().flatMap(Self.unit)
        guard let unit, let manager = Self.manager(unit) else {
            (self.unit, managerUser) = (unit, nil)
            return
        }
        names = names.drop { $0.hasSuffix(".slice") }
        (self.unit, managerUser) = (names.popFirst().flatMap(Self.unit) ?? unit, manager)
    }

    /// The unit as a process of `uid` may be known by it: what another user's manager says is not for it.
    func unit(ofUser uid: UInt32) -> String? { managerUser ?? uid == uid ? unit : nil }

    /// The application's id: `app-[LAUNCHER-]ID-RANDOM.scope` or `app-[LAUNCHER-]ID[@RANDOM].service` by the desktop convention
    /// (systemd.io/DESKTOP_ENVIRONMENTS), or `snap.NAME.…`. What another user's manager says is not for `uid`.
    func app(ofUser uid: UInt32) -> String? {
        guard managerUser ?? uid == uid, let unit else { return nil }
        let isScope = unit.hasSuffix(".scope")
        let stem = unit.dropLast(isScope ? 6 : 8)
        if stem.hasPrefix("snap.") { return stem.split(separator: ".").dropFirst().first.map { "snap.\($0)" } }
        guard stem.hasPrefix("app-") else { return nil }
        var parts = stem.dropFirst(4).prefix { $0 != "@" }.split(separator: "-")[...]
        if isScope, parts.count > 1 { parts.removeLast() }
        // Anything before the id is the launcher's name; hyphens within a part are written as \x2d.
        return parts.last.map { Self.unescaped($0) }
    }

    private static func unit(_ name: Substring) -> String? {
        // systemd puts a _ before a name that the kernel could take for a file of its own.
        let name = name.first == "_" ? name.dropFirst() : name
        return name.hasSuffix(".service") || name.hasSuffix(".scope") ? String(name) : nil
    }

    private static func manager(_ unit: String) -> UInt32? {
        guard unit.hasPrefix("user@"), unit.hasSuffix(".service") else { return nil }
        return UInt32(unit.dropFirst(5).dropLast(8))
    }

    /// systemd writes a character it cannot use in a name as `\xHH` (systemd-escape(1)).
    private static func unescaped(_ name: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = name.utf8[...]
        while let byte = rest.popFirst() {
            let digits = rest.dropFirst().prefix(2)
            if byte == UInt8(ascii: "\\"), rest.first == UInt8(ascii: "x"), digits.count == 2,
                let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
            {
                rest = rest.dropFirst(3)
                bytes.append(value)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
