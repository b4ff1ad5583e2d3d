import BrokerAPI
import Foundation
import Testing

/// What the daemon makes of a configuration that it cannot have, and where it says so.
struct StartTests {
    private let home = FileManager.default.temporaryDirectory.appending(path: "atoauthd-start-\(UUID().uuidString)").path

    private var folder: String { home + "/.config/atoauthd" }

    private func daemon(_ arguments: String..., environment: [String: String] = [:]) async throws -> Tool.Outcome {
        try await Tool.atoauthd.run(
            ["--user"] + arguments, environment: environment.merging(["HOME": home, "SWIFT_BACKTRACE": "enable=no"]) { own, _ in own })
    }

    private func configure(_ text: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try text.write(toFile: folder + "/atoauthd.toml", atomically: true, encoding: .utf8)
    }

    @Test func `a file that never was there is no mistake`() async throws {
        defer { try? FileManager.default.removeItem(atPath: home) }
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
        #expect(try await daemon("--check-config").status == 0)
    }

    @Test func `a file that cannot be looked at is refused, not taken for one that is missing`() async throws {
        defer { try? FileManager.default.removeItem(atPath: home) }
        // Not even root can look into a file as if it were a directory.
        try FileManager.default.createDirectory(atPath: home + "/.config", withIntermediateDirectories: true)
        try "".write(toFile: folder, atomically: true, encoding: .utf8)
        let outcome = try await daemon("--check-config")
        #expect(outcome.status == 78)
        #expect(outcome.errors.contains("\(folder)/atoauthd.toml: cannot be read"), "\(outcome.errors)")
    }

    @Test func `a link that leads nowhere is refused`() async throws {
        defer { try? FileManager.default.removeItem(atPath: home) }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: folder + "/atoauthd.toml", withDestinationPath: "/no/such/file")
        #expect(try await daemon("--check-config").status == 78)
    }

    @Test func `why it does not start is logged as everything else is`() async throws {
        defer { try? FileManager.default.removeItem(atPath: home) }
        try configure("[log]\nformat = \"json\"\n")
        let outcome = try await daemon("--socket", "/dev/null/x", "--state-dir", home + "/state")
        #expect(outcome.status == 69)
        let lines = try outcome.errors.split(separator: "\n").map { try JSONValue(parsing: Array($0.utf8), limits: .response) }
        let last = try #require(lines.last { $0["message_id"] == "00bdec1b86d8446b9f6655a674a85d0e" })
        #expect(last["level"] == "critical")
        #expect(last["message"]?.stringValue?.hasPrefix("atoauthd does not start: ") == true)
    }

    @Test func `a variable that is left over from another program does not make standard error the journal`() async throws {
        defer { try? FileManager.default.removeItem(atPath: home) }
        try configure("nonsense = true\n")
        for stream in ["1:1", "8:", "nonsense"] {
            let outcome = try await daemon("--check-config", environment: ["JOURNAL_STREAM": stream])
            #expect(outcome.errors.contains(" error the configuration is wrong: \(folder)/atoauthd.toml:1: nonsense"), "\(outcome.errors)")
            #expect(outcome.errors.split(separator: "\n").count == 1)
        }
    }

    @Test func `where standard error is the journal, lines of JSON begin with their priority`() async throws {
        defer { try? FileManager.default.removeItem(atPath: home) }
        try configure("[log]\nformat = \"json\"\n")
        // What systemd would say of this standard error.
        let shell = ["/bin/sh", "-c", "JOURNAL_STREAM=$(stat -L -c %d:%i /dev/fd/2) exec \"$0\" \"$@\""]
        let outcome = try await Tool.atoauthd.run(
            ["--user", "--socket", "/dev/null/x", "--state-dir", home + "/state"], prefix: shell,
            environment: ["HOME": home, "SWIFT_BACKTRACE": "enable=no"])
        #expect(outcome.status == 69)
        #expect(outcome.errors.split(separator: "\n").allSatisfy { $0.hasPrefix("<") }, "\(outcome.errors)")
        #expect(outcome.errors.contains("<2>{\"level\":\"critical\""))
    }
}
