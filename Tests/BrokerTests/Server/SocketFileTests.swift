import BrokerAPI
import FoundationEssentials
import Glibc
import Testing

@testable import Broker

@Suite(.timeLimit(.minutes(1)))
struct SocketFileTests {
    @Test func `a socket that a dead daemon left is replaced`() async throws {
        let path = PracticeServer.newPath()
        close(try ListeningSocket.make(path))
        try #require(FileManager.default.fileExists(atPath: path))
        let server = try await PracticeServer.make(path: path)
        let client = try await server.connect()
        #expect(try await client.answer(1, "test.echo", ["text": "a"])?["id"] == 1)
        await server.stop(within: .zero)
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func `two daemons cannot have one socket, and the first goes on`() async throws {
        let first = try await PracticeServer.make()
        let error = await #expect(throws: ServerError.self) { _ = try await PracticeServer.make(path: first.path) }
        #expect(error?.code == .inUse)
        let client = try await first.connect()
        #expect(try await client.answer(1, "test.echo", ["text": "a"])?["id"] == 1)
        await first.stop(within: .zero)
        let second = try await PracticeServer.make(path: first.path)
        await second.stop(within: .zero)
    }

    @Test func `another program's socket is left alone`() async throws {
        let path = PracticeServer.newPath()
        let stranger = try ListeningSocket.make(path)
        defer { close(stranger) }
        let error = await #expect(throws: ServerError.self) { _ = try await PracticeServer.make(path: path) }
        #expect(error?.code == .inUse)
        #expect(FileManager.default.fileExists(atPath: path))
    }

    @Test func `a file that is no socket is left alone`() async throws {
        let path = PracticeServer.newPath()
        let directory = String(path.dropLast("/atoauthd.sock".count))
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        try Data("precious".utf8).write(to: URL(filePath: path))
        let error = await #expect(throws: ServerError.self) { _ = try await PracticeServer.make(path: path) }
        #expect(error?.code == .path)
        #expect(try Data(contentsOf: URL(filePath: path)) == Data("precious".utf8))
    }

    @Test(arguments: [UInt32(0o600), 0o660, 0o666])
    func `the socket has the mode that was asked for`(mode: UInt32) async throws {
        let server = try await PracticeServer.make(mode: mode)
        let attributes = try FileManager.default.attributesOfItem(atPath: server.path)
        #expect(attributes[.posixPermissions] as? Int == Int(mode))
        await server.stop(within: .zero)
    }

    @Test(arguments: ["relative.sock", "/tmp/" + String(repeating: "x", count: 120)])
    func `a path that cannot be a socket's is refused`(path: String) async throws {
        let error = await #expect(throws: ServerError.self) { _ = try await PracticeServer.make(path: path) }
        #expect(error?.code == .path)
    }

    @Test func `an inherited socket is served, and stays where it is when the daemon stops`() async throws {
        let path = PracticeServer.newPath()
        let descriptor = try ListeningSocket.make(path)
        let kept = dup(descriptor)
        defer { close(kept) }
        let endpoint = SocketEndpoint.inherited(descriptor)
        #expect(endpoint.path == path)
        let server = try await PracticeServer.make(endpoint)
        let client = try await LineClient(path)
        #expect(try await client.answer(1, "test.echo", ["text": "a"])?["id"] == 1)
        await server.stop(within: .zero)
        #expect(FileManager.default.fileExists(atPath: path))
        // Whoever kept the socket goes on listening: a client waits for the next daemon.
        let waiting = try await LineClient(path)
        try await waiting.close()
    }
}
