import ATProtoOAuth
import ATProtoSyntax
import Sandbox
import Testing

/// What the page is told to ask of the user.
@Suite struct PromptTests {
    @Test func `a silent sign-in fails at the callback, and an interactive one follows`() async throws {
        try await World.run { world in
            let client = try await world.makeWebClient([try .make("one")])
            let silent = try await client.authorize("alice.test", options: AuthorizeOptions(state: "silent", prompt: Prompt.none))
            let params = try await world.browse(silent)
            let error = await #expect(throws: OAuthCallbackError.self) { try await client.callback(params) }
            #expect(error?.error == "login_required")
            #expect(error?.state == "silent")
            #expect(error?.params["error"] == "login_required")

            let interactive = try await client.authorize("alice.test", options: AuthorizeOptions(state: "interactive"))
            #expect(try await client.callback(try await world.browse(interactive)).state == "interactive")
        }
    }

    @Test func `a server may refuse a public client's silent sign-in before the browser leaves`() async throws {
        try await World.run { world in
            let client = try world.makeClient()
            let error = await #expect(throws: OAuthResponseError.self) {
                try await client.authorize("alice.test", options: AuthorizeOptions(prompt: Prompt.none))
            }
            #expect(error?.status == 400)
            #expect(error?.error == "invalid_request")
            #expect(error?.errorDescription?.isEmpty == false)
        }
    }

    @Test func `a silent sign-in succeeds in a browser that has consented before`() async throws {
        try await World.run { world in
            let client = try await world.makeWebClient([try .make("one")])
            let browser = ScriptedBrowser(username: "alice.test")
            _ = try await client.callback(try await world.browse(try await client.authorize("alice.test"), in: browser))
            let silent = try await client.authorize("alice.test", options: AuthorizeOptions(prompt: Prompt.none))
            let (session, _) = try await client.callback(try await world.browse(silent, in: browser))
            #expect(session.did.description == world.sandbox.did(of: "alice.test"))
        }
    }

    @Test func `an account can be created at a server that only its URL is known of`() async throws {
        try await World.run { world in
            let client = try world.makeClient()
            let request = try await client.authorize(world.sandbox.origin, options: AuthorizeOptions(prompt: .create))
            #expect(request.sub == nil)
            let (session, _) = try await client.callback(try await world.browse(request, as: "dave.test"))
            #expect(session.did.description == world.sandbox.did(of: "dave.test"))
        }
    }

    @Test func `asking to sign in again shows the sign-in page to a browser that is signed in`() async throws {
        try await World.run { world in
            let client = try await world.makeWebClient([try .make("one")])
            let browser = ScriptedBrowser(username: "alice.test")
            _ = try await client.callback(try await world.browse(try await client.authorize("alice.test"), in: browser))
            let wrong = ScriptedBrowser(username: "alice.test", password: "wrong", sharing: browser)
            let again = try await client.authorize("alice.test", options: AuthorizeOptions(prompt: .login))
            #expect(try await wrong.open(again.url.description).url.hasPrefix(world.sandbox.origin))
        }
    }

    @Test(arguments: [Prompt.consent, .selectAccount, .login])
    func `every other prompt ends in a session`(prompt: Prompt) async throws {
        try await World.run { world in
            let client = try world.makeClient()
            let session = try await world.signIn(client, options: AuthorizeOptions(prompt: prompt))
            #expect(session.did.description == world.sandbox.did(of: "alice.test"))
        }
    }
}
