import BrokerAPI
import FoundationEssentials
import Glibc
import Logging
import Testing

@testable import Broker

/// The daemon as it runs, but for the process around it.
@Suite(.timeLimit(.minutes(1)))
struct DaemonTests {
    private let directory = FileManager.default.temporaryDirectory.path + "/atoauthd-\(UInt64.random(in: 0 ... .max))"
    private let log = Mutexed<[String]>([])

    private var locations: Locations {
        var locations = Locations.user([:])
        locations.socket = directory + "/run/atoauthd.sock"
        locations.state = directory + "/state"
        return locations
    }

    private func daemon(_ configuration: Configuration = Configuration(), environment: [String: String] = [:]) async throws -> Daemon {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let logger = Logger(label: "test") { _ in LineLog(lines: log) }
        return try await Daemon(configuration, locations, environment: environment, logger: logger)
    }

    @Test func `without any configuration it starts, answers, and stops`() async throws {
        let daemon = try await daemon()
        let path = try await daemon.start(inherited: nil)
        #expect(path == locations.socket)
        #expect(await SocketProbe(path).isAnswered(within: .seconds(20)))
        let client = try await LineClient(path)
        let info = try await client.answer(1, "broker.info")?["result"]
        #expect(info?["mode"] == "user")
        #expect(info?["registrations"]?.arrayValue?.map { $0["name"] } == ["default"])
        #expect(info?["peer"]?["pid"] == .int(Int64(getpid())))
        try await daemon.stop()
        #expect(!(await SocketProbe(path).isAnswered(within: .seconds(20))))
    }

    @Test func `the document of the API describes itself and what is answered`() async throws {
        let daemon = try await daemon()
        let client = try await LineClient(try await daemon.start(inherited: nil))
        let methods = try await client.answer(1, "rpc.discover")?["result"]?["methods"]?.arrayValue?.compactMap { $0["name"]?.stringValue }
        #expect(methods == methods?.sorted())
        #expect(methods?.contains("rpc.discover") == true)
        #expect(methods?.contains("session.signRequest") == true)
        try await daemon.stop()
    }

    @Test func `without a credential it makes a key file for itself alone, and says what that is worth`() async throws {
        let daemon = try await daemon()
        let attributes = try FileManager.default.attributesOfItem(atPath: directory + "/state/master-key")
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(log.value.contains { $0.contains("master key is a file") })
        try await daemon.stop()
    }

    @Test func `a second start finds what the first left`() async throws {
        try await daemon().stop()
        let key = try Data(contentsOf: URL(filePath: directory + "/state/master-key"))
        try await daemon().stop()
        #expect(try Data(contentsOf: URL(filePath: directory + "/state/master-key")) == key)
    }

    @Test func `a credential of the unit is used in place of a key file`() async throws {
        let credentials = directory + "/credentials"
        try FileManager.default.createDirectory(atPath: credentials, withIntermediateDirectories: true)
        try Data((0..<32).map { UInt8($0) }).write(to: URL(filePath: credentials + "/master-key"))
        chmod(credentials + "/master-key", 0o400)
        var locations = Locations.user(["CREDENTIALS_DIRECTORY": credentials])
        locations.state = directory + "/state"
        let logger = Logger(label: "test") { _ in LineLog(lines: log) }
        let daemon = try await Daemon(Configuration(), locations, environment: [:], logger: logger)
        #expect(!FileManager.default.fileExists(atPath: directory + "/state/master-key"))
        try await daemon.stop()
    }

    @Test func `two daemons cannot have one state`() async throws {
        let first = try await daemon()
        let error = await #expect(throws: StoreError.self) { _ = try await daemon() }
        #expect(error?.code == .inUse)
        try await first.stop()
    }

    @Test func `a proxy that is none stops the start before anything is touched`() async throws {
        await #expect(throws: ConfigurationError.self) { _ = try await daemon(environment: ["https_proxy": "socks5://localhost:1"]) }
        #expect(!FileManager.default.fileExists(atPath: directory + "/state"))
    }
}
