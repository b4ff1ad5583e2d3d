import Broker
import Logging
import ServiceLifecycle

/// Runs the daemon until it is told to stop, and keeps the service manager informed.
struct DaemonService: Service {
    let daemon: Daemon
    let manager: ServiceManager
    let logger: Logger

    func run() async throws {
        let socket: String
        do {
            socket = try await daemon.start(inherited: manager.listeningSocket())
        } catch {
            try? await daemon.stop()
            throw error
        }
        logger.notice("listening", metadata: ["socket": "\(socket)", "sessions": "\(daemon.sessionCount)"])
        manager.notify("READY=1", status)
        let watchdog = Task { await feedWatchdog(SocketProbe(socket)) }
        // Throws if the task is cancelled instead, which ends it as well.
        try? await gracefulShutdown()
        watchdog.cancel()
        manager.notify("STOPPING=1", "STATUS=finishing calls in flight")
        logger.notice("stopping")
        try await daemon.stop()
    }

    private var status: String { "STATUS=\(daemon.sessionCount) sessions" }

    /// Tells the manager that the daemon is alive, but only after it has answered: one that hangs is to be restarted.
    private func feedWatchdog(_ probe: SocketProbe) async {
        guard let interval = manager.watchdogInterval else { return }
        while !Task.isCancelled {
            if await probe.isAnswered(within: interval / 4) {
                manager.notify("WATCHDOG=1", status)
            } else {
                logger.error("the daemon does not answer itself")
            }
            // Half the interval, as sd_watchdog_enabled(3) recommends, with the probe's own time in it.
            try? await Task.sleep(for: interval / 4)
        }
    }
}
