import FoundationEssentials

/// A process's place in the control group tree, from which systemd's unit and the desktop application follow.
struct ControlGroup: Equatable {
    /// The path, such as `/user.slice/user-1000.slice/user@1000.service/app.slice/app-gnome-org.example.App-123.scope`.
    let path: String

    /// Reads the place of process `pid`; nil if there is no such process, or no systemd.
    init?(of pid: Int32) {
        guard let data = try? Data(contentsOf: URL(filePath: "/proc/\(pid)/cgroup")) else { return nil }
        self.init(text: String(decoding: data, as: UTF8.self))
    }

    /// Reads the text of `/proc/PID/cgroup`: the unified hierarchy's line, or that of systemd's own (cgroups(7)).
    init?(text: String) {
        let lines = text.split(separator: "\n").map { $0.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false) }
        let line = lines.first { $0.count == 3 && $0[0] == "0" } ?? lines.first { $0.count == 3 && $0[1] == "name=systemd" }
        guard let line else { return nil }
        path = String(line[2])
    }

    /// The innermost unit.
    var unit: String? {
        path.split(separator: "/").last { $0.hasSuffix(".service") || $0.hasSuffix(".scope") }.map { Self.unescaped(String($0)) }
    }

    /// The application's id: `app-[LAUNCHER-]ID[-RANDOM].scope` or `app-[LAUNCHER-]ID[@RANDOM].service` by the desktop convention,
    /// or `snap.NAME.…`.
    var app: String? {
        guard let unit else { return nil }
        let stem = unit.hasSuffix(".scope") ? String(unit.dropLast(6)) : String(unit.dropLast(8))
        if stem.hasPrefix("snap.") { return stem.split(separator: ".").dropFirst().first.map { "snap.\($0)" } }
        guard stem.hasPrefix("app-") else { return nil }
        var parts = stem.dropFirst(4).split(separator: "@", maxSplits: 1)[0].split(separator: "-").map(String.init)
        if unit.hasSuffix(".scope"), parts.count > 1 { parts.removeLast() }
        if parts.count > 1, ["gnome", "flatpak", "KDE", "kde", "dbus"].contains(parts[0]) { parts.removeFirst() }
        return parts.isEmpty ? nil : parts.joined(separator: "-")
    }

    /// systemd writes a character it cannot use in a name as `\xHH`.
    private static func unescaped(_ name: String) -> String {
        var bytes: [UInt8] = []
        var rest = name.utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\\"), rest.first == UInt8(ascii: "x"),
                let value = UInt8(String(decoding: rest.dropFirst().prefix(2), as: UTF8.self), radix: 16)
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
