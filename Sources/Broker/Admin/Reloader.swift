import Logging
import Synchronization

/// Reads the configuration again. A bad one changes nothing, and of a good one, what can change while calls are under way does.
final class Reloader: Sendable {
    private let current: Mutex<Configuration>
    private let source: (@Sendable () throws(ConfigurationError) -> Configuration)?
    private let apply: @Sendable (Configuration) -> Void
    private let logger: Logger

    /// A reloader.
    /// - Parameters:
    ///   - source: reads the configuration; nil where there is none to read.
    ///   - apply: puts a new one in force.
    init(
        _ current: Configuration, source: (@Sendable () throws(ConfigurationError) -> Configuration)?, logger: Logger,
        apply: @escaping @Sendable (Configuration) -> Void
    ) {
        self.current = Mutex(current)
        self.source = source
        self.logger = logger
        self.apply = apply
    }

    func reload() -> ReloadOutcome {
        guard let source else { return ReloadOutcome(isInForce: false, messages: ["this daemon has no configuration file"]) }
        do throws(ConfigurationError) {
            let new = try source()
            // One at a time, so that the configuration in force is the one read last.
            let messages = current.withLock { current in
                defer { current = new.keeping(current) }
                apply(new)
                return new.sectionsThatTakeARestart(after: current).map { "[\($0)] has changed, which takes a restart" }
            }
            logger.notice("configuration reloaded", metadata: ["later": .string(messages.joined(separator: "; "))])
            return ReloadOutcome(isInForce: true, messages: messages)
        } catch {
            logger.error("the new configuration is bad; the old one stays in force", metadata: ["error": .string("\(error)")])
            return ReloadOutcome(isInForce: false, messages: ["\(error)"])
        }
    }
}
