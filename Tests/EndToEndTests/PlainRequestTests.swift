import ATProtoIdentity
import ATProtoOAuth
import ATProtoSyntax
import HTTPTypes
import JOSE
import Sandbox
import Testing

/// A server that takes no pushed requests, so that everything stands in the link.
@Suite struct PlainRequestTests {
    @Test func `a login whose parameters stand in the link ends in a session, and the server is told of`() async throws {
        try await World.run({ $0.takesPushedRequests = false }) { world in
            let warnings = Journal<ServerWarning.Rule>()
            let client = try world.makeClient(onWarning: { warnings.write($0.rule) })
            let request = try await client.authorize("alice.test", options: AuthorizeOptions(state: "mine", uiLocales: "en"))
            let query = FormParameters(encoded: request.url.query ?? "")
            #expect(query["login_hint"] == "alice.test")
            #expect(query["dpop_jkt"]?.count == 43)
            let (session, state) = try await client.callback(try await world.browse(request))
            #expect(session.did.description == world.sandbox.did(of: "alice.test"))
            #expect(state == "mine")
            #expect(try await session.fetchHandler("/xrpc/com.atproto.server.getSession").status == .ok)
            #expect(warnings.entries == [.pushedRequests])
        }
    }

    @Test func `the daemon signs in there too, and logs the rule that is broken, once`() async throws {
        try await BrokerWorld.run({ $0.takesPushedRequests = false }) { world in
            for user in ["alice.test", "bob.test"] { try await world.signIn(user) }
            let lines = world.log.text.split(separator: "\n").filter { $0.contains("a server breaks a rule") }
            #expect(lines.count == 1)
            #expect(lines.first?.contains("require_pushed_authorization_requests should be true") == true)
            #expect(lines.first?.hasPrefix("notice ") == true)
        }
    }

    @Test func `a code that was asked for with another key's thumbprint is worth nothing`() async throws {
        try await World.run({ $0.takesPushedRequests = false }) { world in
            let client = try world.makeClient()
            let request = try await client.authorize("alice.test")
            var query = FormParameters(encoded: request.url.query ?? "")
            query["dpop_jkt"] = try PrivateKey.generate(.es256).publicKey.thumbprint
            let forged = try request.url.resolving(pathAndQuery: "\(request.url.path)?\(query.encoded)")
            var browser = ScriptedBrowser(username: "alice.test")
            browser.visitsCallback = false
            let landed = try await browser.open(forged.description).url
            let params = FormParameters(encoded: String(landed.drop { $0 != "?" }))
            #expect(params["code"] != nil)
            let error = await #expect(throws: OAuthCallbackError.self) { try await client.callback(params) }
            #expect((error?.cause as? OAuthResponseError)?.error == "invalid_grant")
        }
    }
}
