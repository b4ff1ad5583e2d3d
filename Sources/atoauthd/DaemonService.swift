import Broker
import Glibc
import Logging
import ServiceLifecycle
import UnixSignals

/// Runs the daemon until it is told to stop, and keeps the service manager informed.
struct DaemonService: Service {
    let daemon: Daemon
    let manager: ServiceManager
    let logger: Logger

    func run() async throws {
        // Trapped before the manager may send it; until then it would end the process.
        let hangups = await UnixSignalsSequence(trapping: .sighup)
        let socket = try await start()
        logger.log(.notice, .listening, "listening", figures(socket))
        manager.notify("READY=1", "MAINPID=\(getpid())", status)
        ResidentMemory.release()
        let thrift = Task { await ResidentMemory.releaseWhileIdle() }
        let watchdog = Task { await feedWatchdog(daemon.probe(socket)) }
        let reloads = Task { for await _ in hangups { reloadConfiguration() } }
        // Throws if the task is cancelled instead, which ends it as well.
        try? await gracefulShutdown()
        for task in [reloads, watchdog, thrift] { task.cancel() }
        manager.notify("STOPPING=1", "STATUS=finishing calls in flight")
        logger.log(.notice, .stopping, "stopping")
        manager.keep(try await daemon.stop(keepsConnections: manager.isThere))
    }

    private func start() async throws -> String {
        do {
            let inheritance = try manager.inheritance()
            manager.forget(inheritance.handOver)
            return try await daemon.start(
                inherited: inheritance.listener, gateway: inheritance.gateway, adopting: inheritance.handOver)
        } catch {
            _ = try? await daemon.stop()
            throw error
        }
    }

    private func figures(_ socket: String) -> Logger.Metadata {
        ["socket": "\(socket)", "sessions": "\(daemon.sessionCount)", "clients": "\(daemon.connectionCount)"]
    }

    private var status: String { "STATUS=\(daemon.sessionCount) sessions, \(daemon.connectionCount) clients" }

    private func reloadConfiguration() {
        manager.notifyReloading()
        let outcome = daemon.reload()
        let remarks: Logger.Metadata = outcome.messages.isEmpty ? [:] : ["remarks": "\(outcome.messages.joined(separator: "; "))"]
        if outcome.isInForce {
            logger.log(.notice, .reloaded, "configuration read again", remarks)
        } else {
            logger.log(.error, .reloadRefused, "the new configuration is wrong, the old one stays", remarks)
        }
        manager.notify("READY=1", status)
    }

    /// Tells the manager that the daemon is alive, but only after it has answered: one that hangs is to be restarted.
    private func feedWatchdog(_ probe: SocketProbe) async {
        guard let interval = manager.watchdogInterval else { return }
        while !Task.isCancelled {
            if await probe.isAnswered(within: interval / 4), daemon.looksAfterSessions {
                manager.notify("WATCHDOG=1", status)
            } else {
                logger.log(.error, .unresponsive, "the daemon does not answer itself, or has stopped to look after sessions")
                manager.notify("STATUS=does not answer itself, or has stopped to look after sessions")
            }
            // Half the interval, as sd_watchdog_enabled(3) recommends, with the probe's own time in it.
            try? await Task.sleep(for: interval / 4)
        }
    }
}
