import NIOHTTP1
import Testing

@testable import Sandbox

@Suite struct PromptTests {
    /// Opens the page and says which one it is.
    private func title(_ client: PracticeClient, _ changes: [String: String?], cookie: String) async throws -> String {
        let reply = try await client.get(client.authorizationURL(changes), headers: [("Cookie", cookie)])
        let title = reply.body.split(separator: "<title>").last?.prefix { $0 != "<" }
        return reply.status == 200 ? String(title ?? "") : "\(reply.status)"
    }

    @Test func asksForThePasswordOnceInABrowserUnlessToldOtherwise() async throws {
        try await SandboxServer.running { _, client async throws in
            let browser = ScriptedBrowser()
            _ = try await browser.open(client.authorizationURL())
            let cookie = browser.cookieHeader
            #expect(try await title(client, [:], cookie: cookie) == "Authorize")
            #expect(try await title(client, ["prompt": "consent"], cookie: cookie) == "Authorize")
            #expect(try await title(client, ["prompt": "login"], cookie: cookie) == "Sign in")
            #expect(try await title(client, ["prompt": "select_account"], cookie: cookie) == "Sign in")
            #expect(try await title(client, ["prompt": "create"], cookie: cookie) == "Create an account")
            #expect(try await title(client, ["login_hint": "bob.test"], cookie: cookie) == "Sign in")
        }
    }

    @Test func offersTheAccountsOfTheBrowserToChooseFrom() async throws {
        try await SandboxServer.running { server, client async throws in
            let browser = ScriptedBrowser()
            _ = try await browser.open(client.authorizationURL())
            let url = try await client.authorizationURL(["prompt": "select_account", "login_hint": nil])
            let page = try await client.get(url, headers: [("Cookie", browser.cookieHeader)])
            let form = try #require(PageForm.all(in: page.body).first { $0.action.hasSuffix("/select") })
            #expect(form.fields["account"] == server.did(of: "alice.test"))
            let reply = try await client.send(
                .POST, form.action, headers: [("Content-Type", "application/x-www-form-urlencoded"), ("Cookie", browser.cookieHeader)],
                body: form.fields.encoded)
            #expect(reply.status == 303)
        }
    }

    @Test func signsAConfidentialClientInSilentlyOnceThereWasConsent() async throws {
        try await SandboxServer.running { _, client async throws in
            let client = client.confidential
            let browser = ScriptedBrowser()
            let silent: [String: String?] = ["prompt": "none", "login_hint": nil]
            #expect(try await client.error(silent, in: browser) == "login_required")
            #expect(try await client.code(in: browser) != "none")
            #expect(try await client.code(silent, in: browser) != "none")
            #expect(try await client.error(["prompt": "none", "login_hint": "bob.test"], in: browser) == "login_required")
        }
    }

    @Test func asksForConsentAndForAChoiceWhereSilenceIsNotEnough() async throws {
        try await SandboxServer.running { _, client in
            let confidential = client.confidential
            let alice = ScriptedBrowser()
            _ = try await alice.open(client.authorizationURL())
            let silent: [String: String?] = ["prompt": "none", "login_hint": nil]
            #expect(try await confidential.error(silent, in: alice) == "consent_required")
            let bob = ScriptedBrowser(username: "bob.test", sharing: alice)
            _ = try await bob.open(client.authorizationURL(["login_hint": "bob.test"]))
            #expect(try await confidential.error(silent, in: alice) == "account_selection_required")
        }
    }
}
