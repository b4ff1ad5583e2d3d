import ATProtoIdentity
import ATProtoSyntax
import Foundation
import HTTPTypes
import JOSE
import Testing

@testable import ATProtoOAuth

/// §2: authorize.
@Suite struct AuthorizeTests {
    private func pushed(_ world: World) throws -> RecordedRequest { try #require(world.transport.requests(to: .pushed).last) }

    @Test func `pushes the request and sends the browser with nothing but a reference`() async throws {  // §2.7, §2.9
        let world = try World()
        let request = try await world.client.authorize("alice.example.com")
        let form = try pushed(world).form
        let state = try #require(world.states.peek(request.state))
        #expect(form["client_id"] == World.clientID)
        #expect(form["redirect_uri"] == World.redirect)
        #expect(form["response_type"] == "code")
        #expect(form["response_mode"] == "query")
        #expect(form["scope"] == "atproto transition:generic")
        #expect(form["state"] == request.state)
        #expect(form["login_hint"] == "alice.example.com")
        #expect(form["code_challenge_method"] == "S256")
        #expect(form["code_challenge"] == PKCE(verifier: state.verifier).challenge)
        #expect(form["dpop_jkt"] == nil)
        #expect(Set(form.pairs.map(\.name)).count == form.pairs.count)
        #expect(
            request.url.description
                == "https://auth.example.com/oauth/authorize?client_id=https%3A%2F%2Fapp.example.com%2Foauth-client-metadata.json"
                + "&request_uri=urn%3Aietf%3Aparams%3Aoauth%3Arequest_uri%3A1")
        #expect(request.expiresAt == world.clock.now + 300)
        #expect(request.sub == .alice)
        #expect(request.issuer.description == "https://auth.example.com")
        #expect(request.redirectURI == World.redirect)
    }

    @Test func `verifier and state have the strength the rules demand, and never repeat`() async throws {  // §2.12
        let world = try World()
        let (one, two) = (try await world.client.authorize("alice.example.com"), try await world.client.authorize("alice.example.com"))
        let states = try [one, two].map { try #require(world.states.peek($0.state)) }
        #expect(one.state.count == 22)
        #expect(states[0].verifier.count == 43)
        #expect(one.state != two.state)
        #expect(states[0].verifier != states[1].verifier)
        #expect(states[0].dpopKey.publicKey != states[1].dpopKey.publicKey)
    }

    @Test func `remembers everything before the request leaves, the account and the redirect too`() async throws {  // §2.15 [B]
        let world = try World()
        var options = AuthorizeOptions(state: "mine")
        options.redirectURI = "https://app.example.com/other"
        let request = try await world.client.authorize("alice.example.com", options: options)
        #expect(world.journal.all.suffix(2) == ["state kept", "pushed"])
        let state = try #require(world.states.peek(request.state))
        #expect(state.issuer == request.issuer)
        #expect(state.sub == .alice)
        #expect(state.redirectURI == "https://app.example.com/other")
        #expect(state.appState == "mine")
        #expect(state.createdAt == world.clock.now)
        #expect(state.authentication == .none)
        #expect(try pushed(world).form["state"] == request.state)
        #expect(try pushed(world).proof.header["jwk"]?["x"] != nil)
    }

    @Test func `a state that cannot be kept keeps the request at home`() async throws {  // §7
        let world = try World()
        world.states.breakDown()
        await #expect(throws: ScriptedStateStore.Failure.self) { try await world.client.authorize("alice.example.com") }
        #expect(world.transport.requests(to: .pushed).isEmpty)
    }

    @Test func `only registered redirects, the first by default`() async throws {  // §2.11
        let world = try World()
        for redirect in ["https://app.example.com/callback/", "https://evil.example.com/callback", "nonsense", "com.example.app:/x"] {
            var options = AuthorizeOptions()
            options.redirectURI = redirect
            let error = try await #require(throws: InvalidOptionError.self) {
                try await world.client.authorize("alice.example.com", options: options)
            }
            #expect(error.option == "redirect_uri")
        }
        #expect(world.transport.requests.isEmpty)
    }

    @Test func `a loopback redirect registered without a port goes with any port`() async throws {  // §1.4, §2.11 [B]
        let world = try World(.makeNative(["http://127.0.0.1/callback", "http://[::1]:9000/fixed"]))
        var options = AuthorizeOptions()
        options.redirectURI = "http://127.0.0.1:43210/callback"
        let request = try await world.client.authorize("alice.example.com", options: options)
        #expect(request.redirectURI == options.redirectURI)
        #expect(try pushed(world).form["redirect_uri"] == options.redirectURI)
        for other in ["http://[::1]:43210/callback", "http://127.0.0.1:43210/other", "http://[::1]:9001/fixed"] {
            options.redirectURI = other
            await #expect(throws: InvalidOptionError.self) { try await world.client.authorize("alice.example.com", options: options) }
        }
    }

    @Test func `makes an ES256 key if the server takes one, whatever else it takes`() async throws {  // §2.13 [B]
        let world = try World()
        try await world.signIn()
        #expect(world.sessions.peek()?.dpopKey.algorithms == [.es256])
        world.change { $0.serverMetadata["dpop_signing_alg_values_supported"] = ["ES256K"] }
        world.clock.advance(by: 61)
        try await world.signIn()
        #expect(world.sessions.peek()?.dpopKey.algorithms == [.es256k])
        world.change { $0.serverMetadata["dpop_signing_alg_values_supported"] = ["EdDSA"] }
        world.clock.advance(by: 61)
        try await world.signIn()
        #expect(world.sessions.peek()?.dpopKey.algorithms == [.edDSA])
        world.change { $0.serverMetadata["dpop_signing_alg_values_supported"] = nil }
        world.clock.advance(by: 61)
        try await world.signIn()
        #expect(world.sessions.peek()?.dpopKey.algorithms == [.es256])
    }

    @Test func `a server that takes no algorithm of ours is told apart`() async throws {  // §2.13
        let world = try World()
        world.change { $0.serverMetadata["dpop_signing_alg_values_supported"] = ["HS256"] }
        await #expect(throws: AuthMethodUnsatisfiableError.self) { try await world.client.authorize("alice.example.com") }
    }

    @Test func `a refused push leaves the state to expire`() async throws {  // §2.15: not removed if PAR fails
        let world = try World()
        world.transport.script(.pushed, .error("invalid_scope"))
        let error = try await #require(throws: OAuthResponseError.self) { try await world.client.authorize("alice.example.com") }
        #expect(error.error == "invalid_scope")
        #expect(error.endpoint == "pushed_authorization_request_endpoint")
        let key = try #require(try pushed(world).form["state"])
        #expect(try await world.states.take(key)?.sub == .alice)
    }

    @Test(
        arguments: [
            ["request_uri": "urn:x"], ["expires_in": 60], ["request_uri": "", "expires_in": 60], ["request_uri": "urn:x", "expires_in": 0],
            ["request_uri": "urn:x", "expires_in": "soon"], [:],
        ] as [JSON])
    func `a malformed answer to a push is refused`(answer: JSON) async throws {  // §2.9
        let world = try World()
        world.transport.script(.pushed, .json(answer, status: 201))
        let error = try await #require(throws: MalformedResponseError.self) { try await world.client.authorize("alice.example.com") }
        #expect(error.description.contains("expires_in"))
    }

    @Test func `without a push endpoint the parameters go into the query, zero and all`() async throws {  // §2.9
        let world = try World()
        world.change { servers in
            servers.serverMetadata["pushed_authorization_request_endpoint"] = nil
            servers.serverMetadata["require_pushed_authorization_requests"] = false
            servers.serverMetadata["authorization_endpoint"] = "https://auth.example.com/oauth/authorize?tenant=1"
        }
        var options = AuthorizeOptions()
        options.maxAge = 0
        let request = try await world.client.authorize("alice.example.com", options: options)
        let query = FormParameters(encoded: request.url.query ?? "")
        #expect(request.url.description.hasPrefix("https://auth.example.com/oauth/authorize?tenant=1&client_id="))
        #expect(query["max_age"] == "0")
        #expect(query["code_challenge_method"] == "S256")
        #expect(request.expiresAt == world.clock.now + 3600)
        options.claims = "{\"a\":\"\(String(repeating: "x", count: 2000))\"}"
        let error = try await #require(throws: InvalidOptionError.self) {
            try await world.client.authorize("alice.example.com", options: options)
        }
        #expect(error.rule.contains("2048"))
    }

    @Test func `a nonce costs one retry, with a fresh proof and a fresh assertion`() async throws {  // §2.5 [B], §5.6
        let world = try World(.makeConfidential(), keyset: .make("one"))
        world.transport.script(.pushed, .wantsNonce("n1"))
        _ = try await world.client.authorize("alice.example.com")
        let requests = world.transport.requests(to: .pushed)
        #expect(requests.count == 2)
        #expect(try requests[0].proof["nonce"] == nil)
        #expect(try requests[1].proof["nonce"] == "n1")
        #expect(try requests[0].proof["jti"] != requests[1].proof["jti"])
        #expect(requests[0].form["client_assertion"] != requests[1].form["client_assertion"])
        #expect(requests[0].form["state"] == requests[1].form["state"])
    }

    @Test(arguments: [Endpoint.directory, .resourceMetadata, .serverMetadata, .pushed])
    func `a caller who leaves is told so, wherever the login stood`(endpoint: Endpoint) async throws {  // §2.10
        let world = try World()
        let gate = world.transport.hold(endpoint)
        let login = Task { try await world.client.authorize("alice.example.com") }
        await world.transport.arrival(of: endpoint)
        login.cancel()
        await #expect(throws: CancellationError.self) { try await login.value }
        gate.open()
    }

    @Test func `a caller who left before anything is kept begins no login`() async throws {  // §2.10
        let world = try World()
        _ = try await world.client.authorize("alice.example.com")
        world.transport.forget()
        world.journal.clear()
        let login = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await world.client.authorize("alice.example.com")
        }
        await #expect(throws: CancellationError.self) { try await login.value }
        #expect(world.journal.all == [])
    }

    @Test func `what a login would begin with can be asked without beginning one`() async throws {
        let world = try World()
        let resolution = try await world.client.resolve("alice.example.com", fresh: true)
        #expect(resolution.identity?.did == .alice)
        #expect(resolution.server.issuer.description == "https://auth.example.com")
        #expect(world.journal.all.allSatisfy { !$0.hasPrefix("state") && $0 != "pushed" })
    }
}
