import Foundation
import PeerPrograms
import Testing

@testable import Sandbox

@Suite struct PeerTests {
    @Test func goesThroughTheWholeFlowWithPythonsLibraries() async throws {
        try await SandboxServer.running { server, client in
            let script = try #require(Peer.script("flow"))
            let outcome = try await Peer.run("python3", script.path(), server.origin, client.clientID, client.redirectURI)
            if outcome.isSkipped {
                print("Peer test skipped, python3 with requests and joserfc is needed: \(outcome.said)")
            } else {
                #expect(outcome.status == 0, "\(outcome.said)")
            }
        }
    }

    /// The client of the package atproto-oauth knows nothing of this project.
    @Test func letsAnIndependentATProtocolClientSignInPublicAndConfidential() async throws {
        let script = try #require(Peer.script("sdk"))
        guard let python = try await Peer.python(having: "atproto-oauth", version: "0.1.0") else {
            return print("Peer test skipped, python3 with venv and a reachable PyPI is needed")
        }
        try await SandboxServer.running { server, _ in
            let outcome = try await Peer.run(python, script.path(), server.origin)
            #expect(outcome.status == 0, "\(outcome.said)")
            #expect(await server.counters().sessionsEnded == 2)
            #expect(await server.counters().totalRotations == 2)
        }
    }
}
