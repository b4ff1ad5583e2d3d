import FoundationEssentials
import Glibc

/// The real daemon in a process of its own. That it serves it says as it does to systemd, by sd_notify(3).
final class DaemonProcess: Sendable {
    let socket: String
    private let notices: NoticeSocket
    private let child: pid_t
    private let ended: Task<Int32, Never>
    private let errors: String

    /// Starts a daemon on a state directory, with a configuration that looks nothing up in the network.
    init(state: String, in folder: String, as prefix: [String] = [], binary: String = Tool.atoauthd.path) throws {
        let name = folder + "/" + UUID().uuidString.prefix(8)
        (socket, errors) = (name + ".sock", name + ".err")
        let notices = try NoticeSocket(name + ".notify")
        try Data("[identity]\ndns = false\nplc_directory = \"\"\nhandle_resolver = \"\"\n".utf8).write(to: URL(filePath: name + ".toml"))
        let words = prefix + [binary, "--system", "--config", name + ".toml", "--state-dir", state, "--socket", socket]
        let child = try Tool.spawn(
            words, ["NOTIFY_SOCKET": notices.path, "SWIFT_BACKTRACE": "enable=no"], name + ".out", errors)
        ended = Task {
            let status = await Tool.wait(child)
            notices.send("ENDED")
            return status
        }
        (self.notices, self.child) = (notices, child)
    }

    /// What it said on standard error so far.
    var said: String { (try? String(contentsOfFile: errors, encoding: .utf8)) ?? "" }

    /// Waits until it says that it is ready.
    /// - Returns: whether it is; not so if it ended instead.
    func isServing() async -> Bool { await notices.next { $0.contains("READY=1") || $0 == "ENDED" }?.contains("READY=1") ?? false }

    /// Waits for its end.
    /// - Returns: its exit code, or 128 and the signal that ended it.
    func end() async -> Int32 { await ended.value }

    func kill(_ signal: Int32) { Glibc.kill(child, signal) }
}
