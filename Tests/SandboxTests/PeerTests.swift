import Foundation
import Testing

@testable import Sandbox

@Suite struct PeerTests {
    /// What the script says when a library is missing; automake's number for a skipped test.
    private static let skipped: Int32 = 77

    @Test func goesThroughTheWholeFlowWithPythonsLibraries() async throws {
        try await SandboxServer.running { server, client in
            let script = try #require(Bundle.module.url(forResource: "flow", withExtension: "py", subdirectory: "peers"))
            let process = Process()
            let output = Pipe()
            process.executableURL = URL(filePath: "/usr/bin/env")
            process.arguments = ["python3", script.path(), server.origin, client.clientID, client.redirectURI]
            process.standardOutput = output
            process.standardError = output
            let status = try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Int32, any Error>) in
                process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
                do { try process.run() } catch { continuation.resume(throwing: error) }
            }
            let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            if status == Self.skipped || status == 127 {
                print("Peer test skipped, python3 with requests and joserfc is needed: \(text)")
            } else {
                #expect(status == 0, "\(text)")
            }
        }
    }
}
