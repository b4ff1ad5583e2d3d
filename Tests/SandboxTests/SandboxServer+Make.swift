import Crypto
import Foundation

import Synchronization

@testable import Sandbox

/// A clock that stands still until it is moved.
final class StandingClock: Sendable {
    private let offset = Mutex(0.0)
    private let start = Date()

    func advance(_ seconds: Double) {
        offset.withLock { $0 += seconds }
    }

    var now: Date {
        start.addingTimeInterval(offset.withLock { $0 })
    }
}

extension SandboxServer {
    /// A running server on a port of its own, with a public and a confidential client registered.
    static func make(_ configure: (inout SandboxConfiguration) -> Void = { _ in }) async throws -> SandboxServer {
        var configuration = SandboxConfiguration()
        configuration.port = 0
        configure(&configuration)
        let server = SandboxServer(configuration)
        try await server.start()
        try await server.register(clientMetadata: PracticeClient.publicMetadata)
        try await server.register(clientMetadata: PracticeClient.confidentialMetadata)
        return server
    }

    /// Runs `body` against a server and stops that.
    static func running(
        _ configure: (inout SandboxConfiguration) -> Void = { _ in }, _ body: (SandboxServer, PracticeClient) async throws -> Void
    ) async throws {
        let server = try await make(configure)
        do {
            try await body(server, PracticeClient(server))
            await server.stop()
        } catch {
            await server.stop()
            throw error
        }
    }
}
