import FoundationEssentials
import TOMLKit

/// What the administrator decides. Everything has a default, so that no file is needed.
public struct Configuration: Hashable, Sendable {
    /// `[server]`: the socket, and what callers may take of the daemon.
    public var server = ServerConfiguration()
    /// `[gateway]`: the socket that speaks HTTP.
    public var gateway = GatewayConfiguration()
    /// `[identity]`: how accounts are found.
    public var identity = IdentityConfiguration()
    /// `[network]`: where connections may go, and what they may take.
    public var network = NetworkConfiguration()
    /// `[sessions]`: how sessions are kept.
    public var sessions = SessionsConfiguration()
    /// `[store]`: where they are kept.
    public var store = StoreConfiguration()
    /// `[log]`.
    public var log = LogConfiguration()
    /// `[admin]`: who administers the daemon.
    public var admin = AdminConfiguration()
    /// `[audit]`: what is kept of who did what.
    public var audit = AuditConfiguration()
    /// `[[access]]`: what callers may do, in the order of the file.
    public var access: [AccessRule] = []
    /// `[registrations.NAME]`: the OAuth clients, by name. One is called `default`.
    public var registrations = ["default": RegistrationConfiguration()]

    /// The longest file that is read.
    private static let maximumBytes = 1_048_576

    /// The defaults.
    public init() {}

    /// The configuration of a file.
    /// - Throws: ``ConfigurationError`` for a file that cannot be read or is refused.
    public static func load(path: String) throws(ConfigurationError) -> Configuration {
        func refuse(_ rule: String) -> ConfigurationError { ConfigurationError(file: path, line: nil, key: nil, rule: rule) }
        guard let data = FileManager.default.contents(atPath: path) else { throw refuse("cannot be read") }
        guard data.count <= maximumBytes else { throw refuse("is longer than a configuration can be, \(maximumBytes) bytes") }
        guard let text = String(bytes: data, encoding: .utf8) else { throw refuse("is not UTF-8") }
        return try parse(text: text, file: path)
    }

    /// The configuration of a text.
    /// - Parameter file: what messages call it.
    /// - Throws: ``ConfigurationError`` for the first mistake.
    public static func parse(text: String, file: String) throws(ConfigurationError) -> Configuration {
        let source = ConfigurationSource(file: file, text: text)
        var root = ConfigurationTable(try entries(source), source: source)
        var configuration = Configuration()
        try root.section("server") { (table) throws(ConfigurationError) in try configuration.server.read(&table) }
        try root.section("gateway") { (table) throws(ConfigurationError) in try configuration.gateway.read(&table) }
        try root.section("identity") { (table) throws(ConfigurationError) in try configuration.identity.read(&table) }
        try root.section("network") { (table) throws(ConfigurationError) in try configuration.network.read(&table) }
        try root.section("sessions") { (table) throws(ConfigurationError) in try configuration.sessions.read(&table) }
        try root.section("store") { (table) throws(ConfigurationError) in try configuration.store.read(&table) }
        try root.section("log") { (table) throws(ConfigurationError) in try configuration.log.read(&table) }
        try root.section("admin") { (table) throws(ConfigurationError) in try configuration.admin.read(&table) }
        try root.section("audit") { (table) throws(ConfigurationError) in try configuration.audit.read(&table) }
        try root.sections("access") { (table) throws(ConfigurationError) in configuration.access.append(try AccessRule(&table)) }
        try root.section("registrations") { (table) throws(ConfigurationError) in
            for name in table.keys { configuration.registrations[name] = try RegistrationConfiguration(name, &table) }
        }
        try root.finish()
        return configuration
    }

    private static func entries(_ source: ConfigurationSource) throws(ConfigurationError) -> [String: TOMLNode] {
        // The parser takes a C string, and would silently end at the first zero byte.
        guard !source.text.utf8.contains(0) else { throw source.error([], "contains a zero byte") }
        do {
            return TOMLNode.entries(try TOMLTable(string: source.text))
        } catch let error as TOMLParseError {
            throw ConfigurationError(
                file: source.file, line: error.source.begin.line, key: nil,
                rule: "is not TOML at column \(error.source.begin.column): \(error.description)")
        } catch {
            throw source.error([], "is not TOML: \(error)")
        }
    }
}
