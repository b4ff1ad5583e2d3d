import ATProtoIdentity
import ATProtoOAuth
import ATProtoSyntax
import Foundation
import HTTPTypes
import JOSE
import Testing

/// §6: errors tell what a caller and a person need, and no secret.
@Suite struct ErrorTests {
    @Test(arguments: [
        (TokenRefreshError.Reason.noSession, false), (.noRefreshToken, false), (.refused, true), (.issuerChanged, true),
        (.wrongSubject, false),
        (.notStored, true), (.ambiguous, false), (.unavailable, false),
    ])
    func `a refresh error says whose session, why, and whether to sign in again`(reason: TokenRefreshError.Reason, ends: Bool) {
        let error = TokenRefreshError(.alice, reason, cause: TokenRevokedError(.alice))
        #expect(error.endsSession == ends)
        #expect(error.sub == .alice)
        #expect(error.description.hasPrefix("\(DID.alice): "))
        #expect(error.description.hasSuffix("(\(DID.alice): the session was signed out)"))
        #expect(!TokenRefreshError(.alice, reason).description.hasSuffix(")"))
    }

    @Test func `errors name the account and what happened`() {
        #expect(TokenInvalidError(.alice).description == "\(DID.alice): the server rejects even fresh access tokens")
        #expect(TokenRevokedError(.alice).sub == .alice)
    }

    @Test(arguments: ["code", "code_verifier", "refresh_token", "token"])
    func `a server that quotes a secret back is not repeated`(parameter: String) async throws {
        let world = try World()
        world.change { $0.newest = 0 }
        let request = try await world.client.authorize("alice.example.com")
        let verifier = try #require(world.states.peek(request.state)).verifier.reveal()
        let quote = JSON.object([
            "error": "server_error", "error_description": .text("bad the-code \(verifier) refresh-1 access-1"),
        ])
        if parameter == "code" || parameter == "code_verifier" {
            world.transport.script(.token, .json(quote, status: 500))
            let error = try await #require(throws: OAuthCallbackError.self) { try await world.client.callback(world.response(to: request)) }
            #expect(!"\(error)".contains("the-code"))
            #expect(!"\(error)".contains(verifier))
        } else {
            _ = try await world.client.callback(world.response(to: request))
            world.transport.script(.token, .json(quote, status: 500))
            let error = try await #require(throws: TokenRefreshError.self) { try await world.client.restore(.alice, refresh: .always) }
            #expect(!"\(error)".contains("refresh-1"))
            #expect((error.cause as? OAuthResponseError)?.errorDescription?.contains("‹secret›") == true)
            world.transport.script(.revocation, .json(quote, status: 500))
            guard case .localOnly(let reason, _) = try await world.client.revoke(.alice) else {
                Issue.record("the server was told")
                return
            }
            #expect(!reason.contains("refresh-1"))
        }
    }

    @Test(
        arguments: [
            ("0", 0), ("120", 120), ("86401", 86_400), ("99999999999999999999999999", 86_400), (String(repeating: "9", count: 400), 86_400),
            ("Thu, 01 Jan 2026 00:01:00 GMT", 60), ("Wed, 31 Dec 2025 00:00:00 GMT", 0), ("Fri, 31 Dec 9999 23:59:59 GMT", 86_400),
            ("-1", nil), ("1e3", nil), ("", nil), ("soon", nil),
        ] as [(String, TimeInterval?)])
    func `a server cannot keep a client away for more than a day`(text: String, seconds: TimeInterval?) async throws {  // §6.3
        let world = try World()
        world.transport.script(.pushed, .error("slow_down", status: 429, headers: [.retryAfter: text]))
        let error = try await #require(throws: OAuthResponseError.self) { try await world.client.authorize("alice.example.com") }
        #expect(error.retryAfter(at: world.clock.now) == seconds)
    }

    @Test func `neither the kind of error nor a header field repeats a secret`() async throws {  // §2.6.3
        let world = try World(.makeConfidential(), keyset: .make("one"))
        let request = try await world.client.authorize("alice.example.com")
        let gate = world.transport.hold(.token)
        let caller = Task { try await world.client.callback(world.response(to: request, [("code", "the code+é")])) }
        await world.transport.arrival(of: .token)
        let assertion = try #require(world.transport.requests(to: .token).first?.form["client_assertion"])
        let quote = "the code+é the+code%2B%C3%A9 \(assertion)"
        var headers: HTTPFields = [.retryAfter: quote, .setCookie: "a=b", .location: "https://x.example.com", .server: "s"]
        headers[.nonce] = "n2"
        world.transport.script(.token, .json(["error": .text(quote), "error_description": .text(quote)], status: 400, headers: headers))
        gate.open()
        let failure = await #expect(throws: OAuthCallbackError.self) { try await caller.value }
        let error = try #require(failure?.cause as? OAuthResponseError)
        #expect(error.error?.hasPrefix("‹secret› ‹secret› ") == true)
        #expect(Set(error.headers.map(\.name)) == [.contentType, .retryAfter, .server])
        for text in ["\(error)", String(reflecting: error), dumped(error)] {
            #expect(!text.contains("the code"))
            #expect(!text.contains("the+code"))
        }
    }

    private func dumped(_ value: Any) -> String {
        var text = ""
        dump(value, to: &text)
        return text
    }

    @Test func `no way of printing an error shows a token`() async throws {  // §6.15
        let world = try await World.signedIn()
        world.expireTokens()
        world.transport.script(
            .token, .json(["error": "server_error", "error_description": "refresh-1"], status: 500), .json([:]),
            .response(status: 502, headers: [.setCookie: "refresh-1"], body: Array("refresh-1".utf8)), .error("invalid_grant"))
        for _ in 0..<4 {
            let error = try await #require(throws: TokenRefreshError.self) { try await world.client.restore(.alice) }
            for text in ["\(error)", String(reflecting: error), dumped(error)] {
                #expect(!text.contains("refresh-1"))
                #expect(!text.contains("access-1"))
            }
        }
    }

    @Test func `a refusal tells endpoint, status and words`() async throws {  // §6 OAuthResponseError
        let world = try World()
        world.transport.script(.pushed, .json(["error": "invalid_scope"], status: 400), .gatewayPage, .json(["error": 7], status: 400))
        var texts: [String] = []
        for _ in 0..<3 {
            let error = try await #require(throws: OAuthResponseError.self) { try await world.client.authorize("alice.example.com") }
            #expect(error.headers[.contentType] != nil)
            texts.append(error.description)
        }
        let endpoint = "pushed_authorization_request_endpoint answered"
        #expect(texts == ["\(endpoint) 400 invalid_scope", "\(endpoint) 502", "\(endpoint) 400"])
    }

    @Test func `any JSON media type will do for an error, but a success must be JSON`() async throws {  // §2.6
        let world = try World()
        world.transport.script(
            .pushed, .json(["error": "invalid_scope"], status: 400, type: "application/problem+json"),
            .json(["request_uri": "urn:x", "expires_in": 60], status: 201, type: "text/plain"))
        let first = try await #require(throws: OAuthResponseError.self) { try await world.client.authorize("alice.example.com") }
        #expect(first.error == "invalid_scope")
        let second = try await #require(throws: OAuthResponseError.self) { try await world.client.authorize("alice.example.com") }
        #expect(second.status == 201)
        #expect(second.error == nil)
    }

    @Test func `every request of a login has the client's limits of time and size`() async throws {  // §2.4, §2.6 [B]
        let limits = TransferLimits(deadline: .seconds(7), maxBodyBytes: 70_000)
        let world = try World { $0.limits = limits }
        try await world.signIn()
        try await world.alice.signOut()
        let places: [Endpoint] = [.resourceMetadata, .serverMetadata, .pushed, .token, .revocation]
        let requests = world.transport.requests.filter { places.contains($0.endpoint) }
        #expect(Set(requests.map(\.endpoint)).count == places.count)
        #expect(requests.allSatisfy { $0.limits == limits })
        #expect(TransferLimits().deadline == .seconds(15))
    }

    @Test func `redirects are not followed with secrets`() async throws {  // §2.6 [B]
        let world = try World()
        world.transport.script(.pushed, .json([:], status: 307, headers: [.location: "https://evil.example.com"]))
        await #expect(throws: OAuthResponseError.self) { try await world.client.authorize("alice.example.com") }
        #expect(world.transport.requests(to: .pushed).count == 1)
        #expect(world.transport.requests.allSatisfy { $0.url.host != "evil.example.com" })
    }
}
