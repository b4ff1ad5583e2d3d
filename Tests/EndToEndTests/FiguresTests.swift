import BrokerAPI
import BrokerClient
import Foundation
import Glibc
import Sandbox
import Testing

/// The daemon's figures after things went well and badly.
struct FiguresTests {
    private static let mine =
        "[[access]]\nuser = \(geteuid())\noperations = [\"list\", \"restore\", \"fetch\", \"authorize\", \"signOut\", \"admin\"]\n"

    /// Refreshes with every outcome that a sandbox can bring about, joined by other callers, then a look at the figures.
    private static func run(_ body: (_ text: String) async throws -> Void) async throws {
        try await BrokerWorld.run(configuration: mine) { world in
            let alice = try await world.signIn("alice.test").account
            let bob = try await world.signIn("bob.test").account
            let client = world.client
            for _ in 1...2 { _ = try await client.restore(account: alice, refresh: .always) }
            _ = await world.sandbox.endSessions(of: bob)
            await withTaskGroup(of: Void.self) { group in
                for _ in 1...20 { group.addTask { _ = try? await client.restore(account: bob, refresh: .always) } }
            }
            await world.sandbox.setKnobs { ($0.refuseRefreshes, $0.refusalError) = (1, "temporarily_unavailable") }
            _ = try? await client.restore(account: alice, refresh: .always)
            let flow = try await client.authorize(.init(identifier: "bob.test"))
            _ = try await ScriptedBrowser(username: "bob.test", decision: .reject).open(flow.authorizationUrl)
            try await body(try await client.adminMetrics().text)
            await client.close()
        }
    }

    @Test func `refreshes are counted once each, by what came of them`() async throws {
        try await Self.run { text in
            #expect(text.contains("atoauthd_refreshes_total{outcome=\"ok\"} 2\n"), "\(text)")
            #expect(text.contains("atoauthd_refreshes_total{outcome=\"invalid_grant\"} 1\n"))
            #expect(text.contains("atoauthd_refreshes_total{outcome=\"server\"} 1\n"))
            #expect(text.contains("atoauthd_rotation_window_seconds_count 2\n"))
            #expect(text.contains("atoauthd_logins_total{outcome=\"ok\"} 2\n"))
            #expect(text.contains("atoauthd_logins_total{outcome=\"callback\"} 1\n"))
            #expect(text.contains("atoauthd_session_ends_total{cause=\"needs_login\"} 1\n"))
            #expect(text.contains("atoauthd_sessions{state=\"active\"} 1\n"))
            #expect(text.contains("atoauthd_sessions{state=\"needs_login\"} 1\n"))
        }
    }

    @Test func `Python's Prometheus parser reads them`() async throws {
        try await Self.run { text in
            guard let families = try PeerVerdict("figures", Data(text.utf8)).text?.split(whereSeparator: \.isWhitespace) else { return }
            for name in ["calls", "refreshes", "rotation_window_seconds", "call_seconds", "locks", "lock_waiters", "sessions", "ready"] {
                #expect(families.contains("atoauthd_\(name)"), "\(name)")
            }
        }
    }
}
