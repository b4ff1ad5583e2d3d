import BrokerAPI
import BrokerClient
import Glibc
import Sandbox
import Testing

/// Rules of the configuration, over the socket.
struct AccessTests {
    private static let admin = "\n[[access]]\noperations = [\"admin\", \"authorize\", \"list\"]\n"

    @Test func `a reader reads and does not write, sees its accounts and no others`() async throws {
        try await BrokerWorld.run { world in
            let alice = try await world.signIn("alice.test").account
            try await world.signIn("bob.test")
            try world.write(
                configuration: """
                    [[access]]
                    accounts = ["alice.test"]
                    lexicons = ["com.atproto.*"]
                    denied_lexicons = ["com.atproto.repo.*"]
                    read_only = true
                    """)
            let client = world.client
            guard geteuid() == 0 else { return }
            #expect(try await client.adminReload() == .init(reloaded: true))
            #expect(try await client.sessions().map(\.did) == [alice])
            let origin = world.sandbox.origin
            _ = try await client.signRequest(account: alice, method: "GET", url: origin + "/xrpc/com.atproto.server.getSession")
            let denied = [
                (alice, "POST", "/xrpc/com.atproto.server.getSession"), (alice, "GET", "/xrpc/com.atproto.repo.listRecords"),
                (alice, "GET", "/xrpc/app.bsky.feed.getTimeline"), (alice, "GET", "/oauth/token"),
                ("bob.test", "GET", "/xrpc/com.atproto.server.getSession"), ("carol.test", "GET", "/xrpc/com.atproto.server.getSession"),
            ]
            for (account, method, path) in denied {
                let sign = await #expect(throws: BrokerError.self) {
                    try await client.signRequest(account: account, method: method, url: origin + path)
                }
                #expect(sign?.type == .accessDenied, "\(method) \(path)")
                let fetch = await #expect(throws: BrokerError.self) {
                    try await client.fetch(.init(account: account, method: method, path: path))
                }
                #expect(fetch?.type == .accessDenied, "\(method) \(path)")
            }
            await client.close()
        }
    }

    @Test func `a bad file changes nothing, and is told of with its line`() async throws {
        try await BrokerWorld.run(configuration: Self.admin) { world in
            let client = world.client
            try world.write(configuration: "[[access]]\noperations = []\nlexicon = []\n")
            let outcome = try await client.adminReload()
            #expect(!outcome.reloaded)
            #expect(outcome.messages.first?.contains("atoauthd.toml:3: access[1].lexicon is not known") == true)
            #expect(world.log.text.contains("the old one stays in force"))
            try world.write(configuration: Self.admin + "[log]\nlevel = \"debug\"\n[server]\nbatch = 5\n")
            #expect(try await client.adminReload() == .init(reloaded: true, messages: ["[server] has changed, which takes a restart"]))
            try world.write(configuration: "[[access]]\noperations = [\"list\"]\n")
            #expect(try await client.adminReload().reloaded)
            let error = await #expect(throws: BrokerError.self) { try await client.adminReload() }
            #expect(error?.type == .accessDenied)
            await client.close()
        }
    }

    @Test func `a rule bounds its caller's rate`() async throws {
        try await BrokerWorld.run(configuration: "[[access]]\ncalls_per_second = 1") { world in
            let client = world.client
            _ = try await client.sessions()
            let error = await #expect(throws: BrokerError.self) { for _ in 1...20 { _ = try await client.sessions() } }
            #expect(error?.type == .rateLimited)
            await client.close()
        }
    }
}
