import BrokerAPI
import BrokerClient
import FoundationEssentials
import Glibc
import Sandbox
import Testing

/// A confidential client whose keys the daemon makes, beside the loopback client.
struct GeneratedKeysTests {
    private static let configuration = """
        [registrations.work]
        client_id = "\(World.webClientID)"
        redirect_uris = ["\(World.webRedirect)"]
        keys = "generate"

        [[access]]
        user = \(geteuid())
        operations = ["list", "restore", "fetch", "authorize", "signOut", "admin"]
        """

    /// Signs in by a pasted URL, since the redirect leads to a web site.
    private static func signIn(_ world: BrokerWorld, _ client: BrokerClient, _ user: String) async throws -> String {
        let flow = try await client.authorize(.init(identifier: user, registration: "work"))
        var browser = ScriptedBrowser(username: user)
        browser.visitsCallback = false
        return try await client.callback(url: browser.open(flow.authorizationUrl).url).account
    }

    /// Puts the client's metadata where the authorization server reads it, with only those keys that `isChosen` picks.
    private static func publish(
        _ world: BrokerWorld, _ client: BrokerClient, where isChosen: (String) -> Bool = { _ in true }
    ) async throws {
        var metadata = try #require(try await client.clientMetadata(registration: "work").objectValue)
        let keys = (metadata["jwks"]?["keys"]?.arrayValue ?? []).filter { isChosen($0["kid"]?.stringValue ?? "") }
        metadata["jwks"] = ["keys": .array(keys)]
        try await world.sandbox.register(clientMetadata: String(decoding: JSONValue.object(metadata).bytes, as: UTF8.self))
    }

    private static func keyIDs(_ client: BrokerClient) async throws -> [String] {
        let keys = try await client.clientJWKS(registration: "work")["keys"]?.arrayValue ?? []
        #expect(keys.allSatisfy { $0["d"] == nil && $0["kty"] == "EC" })
        return keys.compactMap { $0["kid"]?.stringValue }
    }

    @Test func `new sessions begin with a new key, those of the old one go on, and both outlive a restart`() async throws {
        try await BrokerWorld.run(configuration: Self.configuration) { world in
            let client = world.client
            let old = try #require(try await Self.keyIDs(client).first)
            try await Self.publish(world, client)
            let alice = try await Self.signIn(world, client, "alice.test")
            let session = try #require(try await client.sessions().first)
            #expect(session.registration == "work")
            // Months instead of two weeks is what the keys are for.
            #expect(try #require(session.endsAt).date.timeIntervalSinceNow > 300 * 86400)

            let new = try await client.adminRotateKeys(kind: .client, registration: "work").keyId
            #expect(try await Self.keyIDs(client) == [new, old])
            try await Self.publish(world, client)
            _ = try await client.restore(account: alice, refresh: .always)
            let bob = try await Self.signIn(world, client, "bob.test")

            await world.stop()
            try await world.start()
            #expect(try await Self.keyIDs(client) == [new, old])
            for account in [alice, bob] { _ = try await client.restore(account: account, refresh: .always) }

            // Which session uses which key shows when one is published no more.
            try await Self.publish(world, client) { $0 == new }
            _ = try await client.restore(account: bob, refresh: .always)
            await #expect(throws: BrokerError.self) { try await client.restore(account: alice, refresh: .always) }
            #expect(try await client.sessions().map(\.state) == [.active, .active])
            try await Self.publish(world, client)
            _ = try await client.restore(account: alice, refresh: .always)
            await client.close()
        }
    }

    @Test func `one account under two clients has two sessions, and one can end alone`() async throws {
        try await BrokerWorld.run(configuration: Self.configuration) { world in
            let client = world.client
            try await Self.publish(world, client)
            let alice = try await Self.signIn(world, client, "alice.test")
            #expect(try await world.signIn("alice.test").account == alice)
            #expect(Set(try await client.sessions().map(\.registration)) == ["default", "work"])
            // Callers who name the account alone get the default client's.
            #expect(try await client.restore(account: alice, refresh: .always).registration == "default")
            #expect(try await client.adminRevoke(uid: geteuid(), account: alice, registration: "default").revoked == 1)
            #expect(try await client.restore(account: alice, refresh: .always).registration == "work")
            #expect(try await client.fetch(.init(account: alice, path: "/xrpc/com.atproto.server.getSession")).status == 200)
            await client.close()
        }
    }

    @Test func `a client without keys of the daemon's has none to rotate, and says what to do`() async throws {
        try await BrokerWorld.run(configuration: Self.configuration) { world in
            let client = world.client
            let error = await #expect(throws: BrokerError.self) { try await client.adminRotateKeys(kind: .client) }
            #expect(error?.type == .invalidParams)
            #expect(error?.description.contains("default is a public client") == true)
            await client.close()
        }
    }
}
