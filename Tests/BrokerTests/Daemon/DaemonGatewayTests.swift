import BrokerAPI
import FoundationEssentials
import Logging
import Testing

@testable import Broker

/// Where the daemon listens for HTTP, and that its main work does not depend on it.
@Suite(.timeLimit(.minutes(1)))
struct DaemonGatewayTests {
    private let directory = FileManager.default.temporaryDirectory.path + "/atoauthd-\(UInt64.random(in: 0 ... .max))"
    private let log = Mutexed<[String]>([])

    private func run(
        _ configuration: Configuration = Configuration(), _ locations: Locations = .user([:]), inherited: Int32? = nil,
        _ body: (String?) async throws -> Void
    ) async throws {
        try FileManager.default.createDirectory(atPath: directory + "/run", withIntermediateDirectories: true)
        var locations = locations
        locations.socket = directory + "/run/atoauthd.sock"
        locations.state = directory + "/state"
        let logger = Logger(label: "test") { _ in LineLog(lines: log) }
        let daemon = try await Daemon(configuration, locations, environment: [:], logger: logger)
        do {
            let path = try await daemon.start(inherited: inherited)
            let client = try await LineClient(path)
            try await body(try await client.answer(1, "broker.info")?["result"]?["gateway"]?.stringValue)
        } catch {
            try await daemon.stop()
            throw error
        }
        try await daemon.stop()
    }

    @Test func `it is beside the daemon's socket, and goes with it`() async throws {
        try await run { #expect($0 == directory + "/run/http.sock") }
        #expect(!FileManager.default.fileExists(atPath: directory + "/run/http.sock"))
    }

    @Test func `it is where the configuration says, or nowhere`() async throws {
        var configuration = Configuration()
        configuration.gateway.socket = directory + "/run/elsewhere.sock"
        try await run(configuration) { #expect($0 == directory + "/run/elsewhere.sock") }
        configuration.gateway.isEnabled = false
        try await run(configuration) { #expect($0 == nil) }
    }

    @Test func `another program in its place is no failure, unless somebody named the place`() async throws {
        try FileManager.default.createDirectory(atPath: directory + "/run", withIntermediateDirectories: true)
        #expect(FileManager.default.createFile(atPath: directory + "/run/http.sock", contents: nil))
        try await run { #expect($0 == nil) }
        #expect(log.value.contains { $0.hasPrefix("there is no gateway") && $0.contains("is no socket") })
        var configuration = Configuration()
        configuration.gateway.socket = directory + "/run/http.sock"
        await #expect(throws: ServerError.self) { try await run(configuration) { _ in } }
    }

    @Test func `where the system's manager makes the sockets, and has made none for it, there is none`() async throws {
        let descriptor = try ListeningSocket.make(directory + "/run/managed.sock")
        try await run(Configuration(), .system([:]), inherited: descriptor) { #expect($0 == nil) }
        #expect(log.value.contains { $0.contains("atoauthd-http.socket") })
        #expect(!FileManager.default.fileExists(atPath: directory + "/run/http.sock"))
    }
}
