import BrokerAPI
import Foundation
import Testing

/// The real daemon under a service manager, whose part a script plays.
@Suite(.timeLimit(.minutes(2)))
struct ServiceManagerTests {
    private static let python = Tool(at: "/usr/bin/python3")

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: python.path), "needs python3"))
    func `tells of its state, and goes on with its clients after a restart`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "atoauthd-manager-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }

        let script = try #require(Bundle.module.url(forResource: "service_manager", withExtension: "py", subdirectory: "peers"))
        let outcome = try await Self.python.run([script.path, Tool.atoauthd.path, folder.path])
        #expect(outcome.status == 0, "\(outcome.errors)")
        let seen = try JSONValue(parsing: Array(outcome.output.utf8), limits: .response)
        #expect(seen["before"] == [["topics": ["session"]], "atoauthd"])
        // Its other socket is served as well, by each process.
        #expect(seen["gateway"] == [true, "HTTP/1.1 404 Not Found", "HTTP/1.1 404 Not Found"])
        #expect(seen["status"] == "0 sessions, 0 clients")
        #expect(seen["files"] == ["4096"])
        #expect(seen["told"] == "0 sessions, 2 clients")
        #expect(seen["fed meanwhile"] == false)
        #expect(seen["lives"] == "atoauthd")
        // What it forbade stays forbidden when the file goes.
        let file = folder.appending(path: ".config/atoauthd/atoauthd.toml").path
        #expect(seen["refused"] == [.string("\(file): cannot be read")])
        #expect(seen["mainpid"] == [true])
        #expect(seen["exit"] == 0)
        #expect(seen["stored"] == ["client", "client", "clients"])
        #expect(seen["left"] == 0)
        // The rest of a line that was sent in two halves, and a call that came while no daemon was there.
        #expect(seen["after"] == [2, 2])
        #expect(seen["subscribed"] == ["topics": []])
        // Once a daemon serves a connection, nobody else keeps it open.
        #expect(seen["killed"] == .null)
        #expect(seen["logged"] == ["debug", "error", "notice"])
    }
}
