import FoundationEssentials

/// When a process began. With its number it names a process for as long as the machine runs.
enum ProcessStart {
    /// Field 22 of `/proc/PID/stat` (proc(5)); nil if there is no such process.
    static func ticks(of pid: Int32) -> UInt64? {
        guard let data = try? Data(contentsOf: URL(filePath: "/proc/\(pid)/stat")) else { return nil }
        // The second field is a name in parentheses, which may itself hold anything.
        guard let end = data.lastIndex(of: UInt8(ascii: ")")) else { return nil }
        let fields = data[data.index(after: end)...].split(separator: UInt8(ascii: " "))
        return fields.count > 19 ? UInt64(String(decoding: fields[19], as: UTF8.self)) : nil
    }
}
