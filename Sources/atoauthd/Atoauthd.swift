import ArgumentParser
import Broker
import FoundationEssentials
import Glibc
import Logging
import ServiceLifecycle
import UnixSignals

/// The daemon's command line. It puts parts together and runs them.
@main
struct Atoauthd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "atoauthd",
        abstract: "Keep the AT Protocol sessions of this workstation, and sign requests for its apps.",
        discussion: """
            As root, or with --system, one daemon serves every user of the machine, each with sessions of their own; otherwise it \
            serves the user who starts it. It needs no configuration.

            Beside its socket there is http.sock, which speaks HTTP/1.1 for programs that know no JSON-RPC: requests for /xrpc/ go to \
            the account's own server, with its authorization. The account is named in the header field atoauth-account or in Host, \
            and need not be named by who has one only.

            Signals: SIGTERM and SIGINT stop it once calls and refreshes in flight are done. SIGHUP makes it read its configuration \
            again: a wrong one, or a file that has gone, changes nothing; of a good one access, administrators and the log level take \
            effect at once, the rest with the next start.

            Under systemd, clients stay connected over a restart and an upgrade, and calls in flight are answered first \
            (server.grace). Without it they have to connect again.

            Exit codes: 0 stopped as told; 64 wrong usage; 69 a socket, directory or store cannot be used; 78 wrong configuration.

            What is wrong with a daemon that does not start is in the journal. Calls wait meanwhile, and it is tried again every few \
            seconds, so that nothing more is to be done once it is right. Only a daemon that ends over and over without having said \
            why takes its socket with it; then it takes

              journalctl -u atoauthd.service -p err
              systemctl reset-failed atoauthd.socket atoauthd.service
              systemctl restart atoauthd.socket
            """,
        version: "atoauthd \(Broker.version)")

    @Option(help: ArgumentHelp("Read the configuration in FILE.", valueName: "file"), completion: .file(extensions: ["toml"]))
    var config: String?

    @Option(help: ArgumentHelp("Listen on the socket PATH.", valueName: "path"), completion: .file())
    var socket: String?

    @Option(help: ArgumentHelp("Keep sessions in DIRECTORY.", valueName: "directory"), completion: .directory)
    var stateDir: String?

    @Flag(help: "Serve every user of the machine; the default for root.")
    var system = false

    @Flag(help: "Serve one user; the default for anybody else.")
    var user = false

    @Option(help: ArgumentHelp("Log from LEVEL on: \(Self.levels).", valueName: "level"), transform: level)
    var logLevel: Logger.Level?

    @Flag(help: "Check the configuration and stop.")
    var checkConfig = false

    func validate() throws {
        if system && user { throw ValidationError("--system and --user exclude each other.") }
    }

    func run() async throws {
        let failures = MemoryProtection.establish()
        signal(SIGPIPE, SIG_IGN)
        OpenFiles.raiseLimit()
        let isAwaited = ServiceManager().hasPassedSockets
        let file = ConfigurationFile(named: config, customary: locations.configuration)
        // What is wrong with a configuration is said as if there were none.
        let threshold = LogThreshold(logLevel ?? .info)
        var logger = logger(.text, threshold)
        do {
            let configuration = try file.read()
            if checkConfig { return print("The configuration is good.") }
            threshold.level = logLevel ?? configuration.log.level
            logger = self.logger(configuration.log.format, threshold)
            for failure in failures { logger.warning("\(failure)") }
            try await serve(configuration, file, logger, threshold)
        } catch {
            let failure = StartFailure(error)
            if checkConfig {
                logger.log(.error, .configurationWrong, "the configuration is wrong: \(failure)")
            } else {
                ServiceManager().notify("STATUS=\(failure)", "ERRNO=\(EINVAL)")
                logger.log(.critical, .notStarted, "atoauthd does not start: \(failure)")
                if isAwaited { try await Task.sleep(for: Self.pause) }
            }
            throw ExitCode(failure.code.rawValue)
        }
    }

    /// While a caller waits systemd starts the daemon again as soon as it ends, and gives up its socket if that comes to 20 times in two
    /// seconds (TriggerLimitBurst=) or 30 in a minute (StartLimitBurst=): then nobody would be served even when all is well again.
    private static let pause = Duration.seconds(3)

    private var environment: [String: String] { ProcessInfo.processInfo.environment }

    private var locations: Locations {
        var locations = system || !user && geteuid() == 0 ? Locations.system(environment) : .user(environment)
        locations.socket = socket.map(Self.absolute)
        locations.state = stateDir.map(Self.absolute)
        return locations
    }

    /// Where the journal listens, text becomes its fields.
    private func logger(_ format: LogConfiguration.Format, _ threshold: LogThreshold) -> Logger {
        let hasJournal = ServiceManager.hasJournal(environment)
        return Logger(label: "atoauthd") { _ in
            if hasJournal, format == .text { return JournalLog(threshold: threshold) }
            return ConsoleLog(format, threshold: threshold, isForJournal: hasJournal)
        }
    }

    private func serve(
        _ configuration: Configuration, _ file: ConfigurationFile, _ logger: Logger, _ threshold: LogThreshold
    ) async throws {
        let daemon = try await Daemon(
            configuration, locations, environment: environment, logger: logger,
            source: { () throws(ConfigurationError) in try file.read() }, onReload: { threshold.level = logLevel ?? $0.log.level })
        let service = DaemonService(daemon: daemon, manager: ServiceManager(), logger: logger)
        let group = ServiceGroup(services: [service], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        try await group.run()
    }

    private static let levels = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")

    private static func level(_ name: String) throws -> Logger.Level {
        if let level = Logger.Level(rawValue: name) { return level }
        throw ValidationError("'\(name)' is no level; there are: \(levels).")
    }

    /// A path from the command line, which means one below the directory that the command was given in.
    private static func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    }
}
