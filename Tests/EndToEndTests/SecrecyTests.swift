import BrokerAPI
import FoundationEssentials
import Sandbox
import Testing

/// What the sandbox issued must not be found anywhere but in the sealed store.
@Suite struct SecrecyTests {
    @Test func `a whole run leaves no refresh token, key, code or verifier in a reply, a log line or the store's plaintext`() async throws {
        try await BrokerWorld.run { world in
            let wire = try Wire(world.socketPath)
            func call(_ method: String, _ params: String = "{}") async throws -> JSONValue {
                let line = try await wire.exchange(#"{"jsonrpc":"2.0","id":1,"method":"\#(method)","params":\#(params)}"#)
                return try JSONValue(parsing: Array(line.utf8))
            }
            _ = try await call("events.subscribe")
            let flow = try await call("oauth.authorize", #"{"identifier":"alice.test"}"#)["result"]
            let browser = ScriptedBrowser(username: "alice.test")
            let page = try await browser.open(try #require(flow?["authorizationUrl"]?.stringValue)).body
            let account = try #require(world.sandbox.did(of: "alice.test"))
            for (method, params) in Self.calls(account, world.sandbox.origin, flow?["flow"]?.stringValue ?? "") {
                _ = try await call(method, params)
            }
            // A refresh that fails, so that error texts are among what is searched.
            _ = await world.sandbox.endSessions(of: account)
            _ = try await call("session.restore", #"{"account":"\#(account)","refresh":true}"#)
            await world.stop()

            let secrets = await world.sandbox.issuedSecrets().filter { !$0.hasPrefix("eyJ") }
            #expect(secrets.count >= 4)
            let places = [
                "replies": String(decoding: wire.transcript, as: UTF8.self), "log": world.log.text, "page": page,
                "store": try Self.contents(of: world.folder),
            ]
            for (place, text) in places {
                #expect(!text.isEmpty)
                for secret in secrets { #expect(!text.contains(secret), "a secret is in the \(place)") }
                #expect(!text.contains(#""d":""#) && !text.contains(#"\"d\""#), "a private key is in the \(place)")
            }
            // Access tokens leave in signatures only, and are neither logged nor stored in the open.
            let tokens = await world.sandbox.issuedSecrets().filter { $0.hasPrefix("eyJ") }
            #expect(!tokens.isEmpty)
            for token in tokens {
                #expect(places["log"]?.contains(token) == false)
                #expect(places["store"]?.contains(token) == false)
            }
        }
    }

    private static func calls(_ account: String, _ origin: String, _ flow: String) -> [(String, String)] {
        let named = #"{"account":"\#(account)"}"#
        return [
            ("broker.info", "{}"), ("rpc.discover", "{}"), ("oauth.wait", #"{"flow":"\#(flow)"}"#), ("session.list", "{}"),
            ("session.tokenInfo", named), ("session.restore", #"{"account":"\#(account)","refresh":true}"#),
            ("session.signRequest", #"{"account":"\#(account)","method":"GET","url":"\#(origin)/xrpc/com.atproto.server.getSession"}"#),
            ("session.fetch", #"{"account":"\#(account)","path":"/xrpc/com.atproto.server.getSession"}"#), ("client.metadata", "{}"),
            ("client.jwks", "{}"), ("identity.resolve", #"{"identifier":"alice.test"}"#),
            ("session.signRequest", #"{"account":"\#(account)","method":"GET","url":"https://elsewhere.example.com/"}"#),
            ("session.tokenInfo", #"{"account":"nobody.test"}"#),
        ]
    }

    /// All bytes of all files, as one text.
    private static func contents(of folder: URL) throws -> String {
        let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
        let files = paths.map { folder.appending(path: $0) }.compactMap { try? Data(contentsOf: $0) }
        return files.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")
    }
}
