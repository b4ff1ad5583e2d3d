import Foundation
import NIOHTTP1
import Testing

@testable import Sandbox

@Suite struct AuthorizePageTests {
    @Test func bringsBackIssuerStateAndCode() async throws {
        try await SandboxServer.running { server, client in
            let outcome = try await ScriptedBrowser().open(client.authorizationURL())
            #expect(outcome.url.hasPrefix("com.example.app:/callback?"))
            #expect(outcome.status == 303)
            #expect(!outcome.visited)
            #expect(outcome.answer["iss"] == server.origin)
            #expect(outcome.answer["state"] == "some state")
            #expect(outcome.answer["code"]?.hasPrefix("cod-") == true)
            #expect(outcome.answer.fields.count == 3)
        }
    }

    @Test func putsTheAnswerIntoTheFragment() async throws {
        try await SandboxServer.running { _, client in
            let outcome = try await ScriptedBrowser().open(client.authorizationURL(["response_mode": "fragment"]))
            #expect(outcome.url.hasPrefix("com.example.app:/callback#iss="))
            #expect(outcome.answer["code"] != nil)
        }
    }

    @Test func postsTheAnswerAsAForm() async throws {
        try await SandboxServer.running { server, client in
            let outcome = try await ScriptedBrowser().open(client.authorizationURL(["response_mode": "form_post"]))
            #expect(outcome.url == PracticeClient.publicRedirect)
            #expect(outcome.answer["iss"] == server.origin)
            #expect(outcome.answer["code"] != nil)
        }
    }

    @Test func visitsACallbackOnThisMachine() async throws {
        try await SandboxServer.running { _, client in
            let listener = try await SandboxServer.make()
            var client = client
            client.redirectURI = "\(listener.origin)/callback"
            client.clientID = "http://localhost?redirect_uri=http%3A%2F%2F127.0.0.1%2Fcallback&scope=atproto"
            let outcome = try await ScriptedBrowser().open(client.authorizationURL(["scope": "atproto"]))
            #expect(outcome.visited)
            #expect(outcome.status == 404)
            #expect(outcome.url.hasPrefix("\(listener.origin)/callback?iss="))
            #expect(try await client.exchange(outcome.answer["code"] ?? "").status == 200)
            await listener.stop()
        }
    }

    @Test func sendsNobodyAnywhereForAnUnknownRequest() async throws {
        try await SandboxServer.running { server, client in
            let url = try await client.authorizationURL()
            let foreign = url.replacing("app.example.com", with: "web.example.com").replacing("oauth-client-metadata", with: "client")
            for url in ["\(server.origin)/oauth/authorize", url + "0", foreign] {
                let reply = try await client.get(url)
                #expect(reply.status == 400)
                #expect(reply.headers.first(name: "Content-Type")?.hasPrefix("text/html") == true)
                #expect(reply.headers.first(name: "Location") == nil)
            }
        }
    }

    @Test func bindsTheRequestToTheFirstBrowser() async throws {
        try await SandboxServer.running { _, client in
            let url = try await client.authorizationURL()
            #expect(try await client.get(url).status == 200)
            let second = try await client.get(url)
            #expect(second.status == 303)
            let location = second.headers.first(name: "Location") ?? ""
            #expect(location.hasPrefix(PracticeClient.publicRedirect))
            #expect(location.contains("error=access_denied"))
            #expect(location.contains("state=some%20state"))
        }
    }

    @Test func tellsTheClientThatTheUserRefused() async throws {
        try await SandboxServer.running { server, client in
            let outcome = try await ScriptedBrowser(decision: .reject).open(client.authorizationURL())
            #expect(outcome.answer["error"] == "access_denied")
            #expect(outcome.answer["error_description"] == "The user rejected the request")
            #expect(outcome.answer["iss"] == server.origin)
        }
    }

    @Test func staysOnThePageAfterAWrongPassword() async throws {
        try await SandboxServer.running { _, client in
            let outcome = try await ScriptedBrowser(password: "wrong").open(client.authorizationURL())
            #expect(outcome.status == 400)
            #expect(outcome.body.contains("role=\"alert\""))
        }
    }

    @Test func makesAnAccountWhenAskedTo() async throws {
        try await SandboxServer.running { server, client in
            let browser = ScriptedBrowser(username: "dave.test", password: "new")
            let outcome = try await browser.open(client.authorizationURL(["prompt": "create", "login_hint": nil]))
            let reply = try await client.exchange(outcome.answer["code"] ?? "")
            #expect(reply.json["sub"]?.string == server.did(of: "dave.test"))
            #expect(server.did(of: "dave.test") != nil)
        }
    }

    @Test func sendsPagesThatNothingCanAddTo() async throws {
        try await SandboxServer.running { _, client in
            let reply = try await client.get(client.authorizationURL(["login_hint": "\"><script>alert(1)</script>"]))
            let policy = reply.headers.first(name: "Content-Security-Policy") ?? ""
            #expect(policy.contains("default-src 'none'"))
            #expect(policy.contains("form-action 'self' com.example.app:"))
            #expect(policy.contains("frame-ancestors 'none'"))
            #expect(reply.headers.first(name: "Referrer-Policy") == "no-referrer")
            #expect(reply.headers.first(name: "Cache-Control") == "no-store")
            #expect(!reply.body.contains("<script>"))
            let cookie = reply.headers.first(name: "Set-Cookie") ?? ""
            #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"))
        }
    }

    @Test func refusesAFormWithoutItsToken() async throws {
        try await SandboxServer.running { _, client in
            let url = try await client.authorizationURL()
            let page = try await client.get(url)
            let cookie = String((page.headers.first(name: "Set-Cookie") ?? "").prefix { $0 != ";" })
            var form = try #require(PageForm.all(in: page.body).first)
            form.fill("csrf_token", "guessed")
            form.fill("username", "alice.test")
            form.fill("password", "sandbox")
            let reply = try await client.send(
                .POST, form.action, headers: [("Content-Type", "application/x-www-form-urlencoded"), ("Cookie", cookie)],
                body: form.fields.encoded)
            #expect(reply.status == 400)
            #expect(reply.headers.first(name: "Location") == nil)
        }
    }

    @Test func givesOneCodeForOneRequest() async throws {
        try await SandboxServer.running { _, client in
            let url = try await client.authorizationURL()
            let browser = ScriptedBrowser()
            #expect(try await browser.open(url).answer["code"] != nil)
            #expect(try await browser.open(url).status == 400)
        }
    }

    @Test func letsARequestExpire() async throws {
        let clock = StandingClock()
        try await SandboxServer.running({ $0.now = { clock.now } }) { _, client in
            var client = client
            client.clock = clock
            let url = try await client.authorizationURL()
            clock.advance(301)
            let outcome = try await ScriptedBrowser().open(url)
            #expect(outcome.answer["error"] == "access_denied")
            #expect(outcome.answer["error_description"] == "This request has expired")
        }
    }
}
