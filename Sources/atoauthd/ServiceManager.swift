import Broker
import CSystemd
import Glibc

/// The service manager that started the daemon, if there is one: all of libsystemd that is used.
struct ServiceManager: Sendable {
    /// The names of the socket units' descriptors that this daemon serves (`FileDescriptorName=`, systemd.socket(5)).
    static let socketName = "rpc"
    static let gatewayName = "http"
    /// What clients' connections, and the file that tells about them, are called in the manager's store of descriptors.
    static let clientName = "client"
    static let stateName = "clients"

    /// Tells the manager about the daemon's state, in the lines of sd_notify(3). Does nothing without a manager.
    func notify(_ state: String...) {
        // What is wrong with a file may take several lines, none of which is meant for the manager.
        _ = sd_notify(0, state.map { $0.replacing("\n", with: " ") }.joined(separator: "\n"))
    }

    /// Tells the manager that a reload begins, and when: with the time it can tell which of several requests this one answers
    /// (`Type=notify-reload`, systemd 253).
    func notifyReloading() {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        notify("RELOADING=1", "MONOTONIC_USEC=\(time.tv_sec * 1_000_000 + time.tv_nsec / 1000)")
    }

    /// How often the manager wants to hear that the daemon is alive; nil if it does not.
    var watchdogInterval: Duration? {
        var microseconds: UInt64 = 0
        return sd_watchdog_enabled(0, &microseconds) > 0 ? .microseconds(Int64(clamping: microseconds)) : nil
    }

    /// Whether standard error is the journal's. The variable alone does not say so: it is inherited, and standard error may have been
    /// turned elsewhere since (systemd.exec(5), `$JOURNAL_STREAM`).
    static func hasJournal(_ environment: [String: String]) -> Bool {
        let numbers = environment["JOURNAL_STREAM"]?.split(separator: ":").compactMap { UInt64($0) } ?? []
        var status = stat()
        guard fstat(STDERR_FILENO, &status) == 0 else { return false }
        return numbers == [UInt64(status.st_dev), UInt64(status.st_ino)]
    }

    /// Whether the manager passed sockets, and starts this process because of them. Not so any more after ``inheritance()``.
    var hasPassedSockets: Bool { sd_listen_fds(0) > 0 }

    /// What the manager passed: the listening sockets and what the process before this one left. To be asked once.
    /// - Throws: ``StartFailure`` if there are descriptors to listen on, but none that fits.
    func inheritance() throws(StartFailure) -> Inheritance {
        let passed = PassedDescriptor.all()
        let handOver = HandOver(
            sockets: passed.filter { $0.name == Self.clientName }.map(\.descriptor),
            state: passed.first { $0.name == Self.stateName }?.descriptor)
        let sockets = passed.filter { ![Self.clientName, Self.stateName, Self.gatewayName].contains($0.name) }
        let gateway = passed.first { $0.name == Self.gatewayName && Self.listens($0.descriptor) }
        return Inheritance(listener: try listeningSocket(sockets), gateway: gateway?.descriptor, handOver: handOver)
    }

    private static func listens(_ descriptor: Int32) -> Bool {
        sd_is_socket_unix(descriptor, Int32(SOCK_STREAM.rawValue), 1, nil, 0) > 0
    }

    /// The one that is called ``socketName``, or the only one.
    private func listeningSocket(_ passed: [PassedDescriptor]) throws(StartFailure) -> Int32? {
        guard !passed.isEmpty else { return nil }
        let named = passed.first { $0.name == Self.socketName } ?? (passed.count == 1 ? passed[0] : nil)
        guard let descriptor = named?.descriptor, Self.listens(descriptor) else {
            let names = passed.map(\.name).joined(separator: ", ")
            throw StartFailure(
                .configuration,
                "the service manager passed \(names), and none is a listening Unix stream socket called \(Self.socketName): "
                    + "set FileDescriptorName=\(Self.socketName) in the socket unit")
        }
        return descriptor
    }
}
