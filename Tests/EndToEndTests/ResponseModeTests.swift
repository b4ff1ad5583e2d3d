import ATProtoOAuth
import ATProtoSyntax
import Sandbox
import Testing

/// The three ways in which the browser brings an answer back.
@Suite struct ResponseModeTests {
    @Test(arguments: ResponseMode.allCases)
    func `takes the answer as it was asked for`(mode: ResponseMode) async throws {
        try await World.run { world in
            let client = try world.makeClient(responseMode: mode)
            let request = try await client.authorize("alice.test", options: AuthorizeOptions(state: "mine"))
            var browser = ScriptedBrowser(username: "alice.test")
            browser.visitsCallback = false
            let outcome = try await browser.open(request.url.description)
            let marks: [ResponseMode: (Bool, Bool)] = [.query: (true, false), .fragment: (false, true), .formPost: (false, false)]
            #expect(outcome.url.contains("?") == marks[mode]?.0)
            #expect(outcome.url.contains("#") == marks[mode]?.1)
            #expect(outcome.body.isEmpty == (mode != .formPost))

            let text = mode == .formPost ? outcome.body : String(outcome.url.drop { $0 != "?" && $0 != "#" })
            let (session, state) = try await client.callback(FormParameters(encoded: text))
            #expect(session.did.description == world.sandbox.did(of: "alice.test"))
            #expect(state == "mine")
        }
    }

    @Test(arguments: ResponseMode.allCases)
    func `reports a refusal in each of them`(mode: ResponseMode) async throws {
        try await World.run { world in
            let client = try world.makeClient(responseMode: mode)
            let params = try await world.browse(try await client.authorize("alice.test"), .reject)
            let error = await #expect(throws: OAuthCallbackError.self) { try await client.callback(params) }
            #expect(error?.error == "access_denied")
        }
    }
}
