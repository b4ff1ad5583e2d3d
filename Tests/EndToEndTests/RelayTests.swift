import BrokerAPI
import BrokerClient
import Foundation
import Glibc
import Sandbox
import Testing

/// The page at an https redirect, and the way back to the daemon.
struct RelayTests {
    private static func configuration(_ port: Int) -> String {
        """
        [registrations.work]
        client_id = "\(World.webClientID)"
        redirect_uris = ["\(World.webRedirect)"]
        keys = "generate"
        relay_port = \(port)
        """
    }

    private static func run(_ body: (BrokerWorld, BrokerClient, _ port: Int) async throws -> Void) async throws {
        let port = try FreePort().number
        try await BrokerWorld.run(configuration: configuration(port)) { world in
            let client = world.client
            let metadata = try await client.clientMetadata(registration: "work")
            try await world.sandbox.register(clientMetadata: String(decoding: metadata.bytes, as: UTF8.self))
            try await body(world, client, port)
            await client.close()
        }
    }

    /// Where the authorization server sends the browser: to the page.
    private static func arrival(_ client: BrokerClient) async throws -> (flow: String, query: Substring) {
        let flow = try await client.authorize(.init(identifier: "alice.test", registration: "work"))
        #expect(flow.redirectUri == World.webRedirect)
        var browser = ScriptedBrowser(username: "alice.test")
        browser.visitsCallback = false
        let url = try await browser.open(flow.authorizationUrl).url
        return (flow.flow, url[(try #require(url.firstIndex(of: "?")))...])
    }

    @Test func `what the page is sent reaches the daemon at the port that is in it`() async throws {
        try await Self.run { world, client, port in
            let page = try await client.relayPage(registration: "work")
            #expect(page.redirectUri == World.webRedirect)
            #expect(page.html.contains("http://127.0.0.1:\(port)/callback"))
            let (flow, query) = try await Self.arrival(client)
            var browser = ScriptedBrowser(username: "alice.test")
            browser.visitsCallback = true
            let outcome = try await browser.open("http://127.0.0.1:\(port)/callback\(query)")
            #expect(outcome.body.contains("alice.test is signed in"))
            #expect(try await client.wait(flow: flow).account == world.sandbox.did(of: "alice.test"))
            let printed = try await Tool.atoauthctl.run(["client", "relay", "--registration", "work", "--socket", world.socketPath])
            #expect(printed.output == page.html)
            let none = await #expect(throws: BrokerError.self) { try await client.relayPage() }
            #expect(none?.description.contains("relay_port") == true)
        }
    }

    @Test(.enabled(if: access("/usr/bin/chromium", X_OK) == 0, "needs Chromium"))
    func `a real browser runs the page's script and nothing else, and comes back to the daemon`() async throws {
        try await Self.run { world, client, _ in
            let file = world.folder.appending(path: "relay.html")
            try Data(try await client.relayPage(registration: "work").html.utf8).write(to: file)
            let (flow, query) = try await Self.arrival(client)
            let outcome = try await Tool(at: "/usr/bin/chromium").run(
                [
                    "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=\(world.folder.path)/profile",
                    "--virtual-time-budget=5000", "--dump-dom", "file://\(file.path)\(query)",
                ], environment: ["HOME": world.folder.path])
            #expect(outcome.output.contains("alice.test is signed in"), "\(outcome.output) \(outcome.errors)")
            #expect(try await client.wait(flow: flow, timeoutMs: 10_000).account == world.sandbox.did(of: "alice.test"))
        }
    }
}
