import ATProtoIdentity
import BrokerAPI
import BrokerClient
import Glibc
import Sandbox
import Testing

/// Whose account a request is made in, and what rules say of it.
@Suite(.timeLimit(.minutes(1))) struct GatewayAccountTests {
    @Test func `the account is the one in the header, or whose handle is the host, or the only one`() async throws {
        try await GatewayWorld.run(signedIn: []) { world in
            let wire = try world.connect()
            let nobody = try await wire.get(GatewayWorld.session)
            #expect(nobody.status == 401)
            #expect(nobody.error == "AuthenticationRequired")
            #expect(nobody.message.contains("atoauthctl login"))

            try await world.broker.signIn("alice.test")
            for host in ["localhost", "127.0.0.1:8080", "[::1]:80", "bsky.social", "", "bob.test"] {
                #expect(try await wire.get(GatewayWorld.session, "Host: \(host)").json?["handle"] == "alice.test", "\(host)")
            }

            let bob = try await world.broker.signIn("bob.test").account
            let ambiguous = try await wire.get(GatewayWorld.session)
            #expect(ambiguous.status == 400)
            #expect(ambiguous.error == "InvalidRequest")
            #expect(ambiguous.message.contains("atoauth-account"))
            #expect(ambiguous.message.contains("alice.test, bob.test"))

            func handle(_ lines: String...) async throws -> JSONValue? {
                let fields = lines.map { $0 + "\r\n" }.joined()
                return try await wire.exchange("GET \(GatewayWorld.session) HTTP/1.1\r\n\(fields)\r\n").json?["handle"]
            }
            #expect(try await handle("Host: Bob.test:443") == "bob.test")
            #expect(try await handle("Host: bob.test", "atoauth-account: alice.test") == "alice.test")
            #expect(try await handle("Host: localhost", "ATOAuth-Account: \(bob)") == "bob.test")
            #expect(try await handle("Host: localhost", "atoauth-account: @bob.test", "atoauth-registration: default") == "bob.test")

            for fields in ["atoauth-account: carol.test", "atoauth-account: bob.test\r\natoauth-registration: other"] {
                let unknown = try await wire.get(GatewayWorld.session, fields)
                #expect(unknown.status == 401)
                #expect(unknown.message.contains("there is no session of"))
            }
            #expect(try await wire.get(GatewayWorld.session, "atoauth-account: bob.test", "atoauth-account: alice.test").status == 400)
        }
    }

    @Test func `a session that has ended does not make the other account the one that was meant`() async throws {
        try await GatewayWorld.run(signedIn: ["alice.test", "bob.test"]) { world in
            _ = await world.broker.sandbox.endSessions(of: world.broker.sandbox.did(of: "alice.test") ?? "")
            let wire = try world.connect()
            #expect(try await wire.get(GatewayWorld.session, "Host: alice.test").status == 401)
            #expect(try await wire.get(GatewayWorld.session).status == 400)
            #expect(try await wire.get(GatewayWorld.session, "Host: bob.test").json?["handle"] == "bob.test")
        }
    }

    @Test(.enabled(if: geteuid() == 0, "needs root, whose rules these are"))
    func `rules decide about each request before anything is sent`() async throws {
        let rules = """
            [[access]]
            accounts = ["alice.test"]
            operations = ["fetch"]
            lexicons = ["com.atproto.*"]
            read_only = true

            [[access]]
            operations = ["authorize", "admin"]
            """
        try await GatewayWorld.run(configuration: "", signedIn: ["alice.test", "bob.test"]) { world in
            try world.broker.write(configuration: rules)
            let client = world.broker.client
            #expect(try await client.adminReload() == .init(reloaded: true))
            let wire = try world.connect()
            // Of two accounts one is left, and so is the one that is meant.
            #expect(try await wire.get(GatewayWorld.session).json?["handle"] == "alice.test")
            let sent = world.upstream.requests.count
            let refused = [
                try await wire.get("/xrpc/app.bsky.feed.getTimeline"),
                try await wire.get("/xrpc/com.atproto.server.getSession/"),
                try await wire.get("/xrpc/%63om.atproto.server.getSession"),
                try await wire.exchange("POST \(GatewayWorld.session) HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"),
                try await wire.get(GatewayWorld.session, "atoauth-account: bob.test"),
                try await wire.get(GatewayWorld.session, "atoauth-account: nobody.test"),
            ]
            #expect(refused.map(\.status) == [403, 403, 403, 403, 403, 403])
            #expect(Set(refused.map(\.error)) == ["Forbidden"])
            #expect(world.upstream.requests.count == sent)
            let denied = try await client.adminAudit(.init()).entries.filter { $0.method == "gateway.request" && $0.decision == "denied" }
            #expect(denied.count == 6)
            await client.close()
        }
    }

    @Test func `calls of both sockets are counted together, and told when to come back`() async throws {
        let configuration = "[server]\ncalls_per_second = 4"
        try await GatewayWorld.run(configuration: configuration) { world in
            let wire = try world.connect()
            var answer = try await wire.get(GatewayWorld.session)
            for _ in 0..<20 where answer.status == 200 { answer = try await wire.get(GatewayWorld.session) }
            #expect(answer.status == 429)
            #expect(answer.error == "RateLimitExceeded")
            #expect(answer.headers["retry-after"] == "1")
        }
    }

    @Test func `connections of both sockets are counted together`() async throws {
        try await GatewayWorld.run(configuration: "[server]\nconnections_per_user = 3", signedIn: []) { world in
            let first = try world.connect()
            _ = try await first.get(GatewayWorld.session)
            let lines = [try Wire(world.broker.socketPath), try Wire(world.broker.socketPath)]
            for line in lines { _ = try await line.exchange(#"{"jsonrpc":"2.0","id":1,"method":"broker.info"}"#) }
            let turnedAway = try await world.connect().answer()
            #expect(turnedAway.status == 429)
            #expect(turnedAway.headers["connection"] == "close")
            #expect(turnedAway.error == "RateLimitExceeded")
        }
    }
}
