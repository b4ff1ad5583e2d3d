import Foundation
import Testing

/// What makes a desktop hand URLs to the command line.
struct SchemeTests {
    private static let validator = Tool(at: "/usr/bin/desktop-file-validate")

    private let home = FileManager.default.temporaryDirectory.appending(path: "atoauthd-home \(UUID().uuidString)").path
    private let isValidated = FileManager.default.isExecutableFile(atPath: validator.path)

    private func tool(_ arguments: String..., environment: [String: String] = [:]) async throws -> Tool.Outcome {
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
        return try await Tool.atoauthctl.run(["scheme"] + arguments, environment: environment.merging(["HOME": home]) { own, _ in own })
    }

    /// A program that keeps what it was asked for, in the place of xdg-mime.
    ///
    /// Another process makes it: a file that this one has open for writing cannot be run while some child of another test holds that too.
    private func scriptedDesktop() async throws -> String {
        let folder = home + "/bin"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try "#!/bin/sh\necho \"$@\" >\"$HOME/asked\"\n".write(toFile: folder + "/text", atomically: true, encoding: .utf8)
        _ = try await Tool(at: "/usr/bin/install").run(["-m", "755", folder + "/text", folder + "/xdg-mime"])
        return folder + ":/usr/bin:/bin"
    }

    @Test func `an entry for the scheme is written, and made the one that is used`() async throws {
        defer { try? FileManager.default.removeItem(atPath: home) }
        let outcome = try await tool("org.example.app", environment: ["PATH": await scriptedDesktop()])
        let path = home + "/.local/share/applications/atoauthd-org.example.app.desktop"
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output == path + "\n")
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.contains("\nMimeType=x-scheme-handler/org.example.app;\n"))
        #expect(text.contains("\nExec=\"\(Tool.atoauthctl.path)\" callback %u\n"))
        let asked = try String(contentsOfFile: home + "/asked", encoding: .utf8)
        #expect(asked == "default atoauthd-org.example.app.desktop x-scheme-handler/org.example.app\n")
        guard isValidated else { return }
        let verdict = try await Self.validator.run([path])
        #expect(verdict.status == 0 && verdict.output.isEmpty, "\(verdict.output)")
    }

    @Test func `it is printed on request, and nothing is changed`() async throws {
        defer { try? FileManager.default.removeItem(atPath: home) }
        let outcome = try await tool("--print", "org.example.app")
        #expect(outcome.output.hasPrefix("[Desktop Entry]\n"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: home).isEmpty)
    }

    @Test func `where no desktop can be told, the command that does is named`() async throws {
        defer { try? FileManager.default.removeItem(atPath: home) }
        let outcome = try await tool("org.example.app", environment: ["PATH": home])
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("run: xdg-mime default atoauthd-org.example.app.desktop x-scheme-handler/org.example.app"))
    }

    @Test(arguments: ["https", "mailto", "org..app", "1.app", "org.example.app/x", "org.example.app;text/html", "org.\nExec=sh", ""])
    func `a scheme that could be somebody else's, or more than a scheme, is refused`(scheme: String) async throws {
        defer { try? FileManager.default.removeItem(atPath: home) }
        let outcome = try await tool("--print", scheme)
        #expect(outcome.status == 64)
        #expect(outcome.output.isEmpty)
    }

    @Test func `output that cannot be written is no success`() async throws {
        defer { try? FileManager.default.removeItem(atPath: home) }
        let shell = ["/bin/sh", "-c", "exec \"$0\" \"$@\" >/dev/full"]
        let outcome = try await Tool.atoauthctl.run(["scheme", "--print", "org.example.app"], prefix: shell)
        #expect(outcome.status == 74)
        #expect(outcome.errors == "atoauthctl: standard output cannot be written: No space left on device\n")
    }
}
