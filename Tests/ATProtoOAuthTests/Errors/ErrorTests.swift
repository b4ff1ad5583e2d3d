import ATProtoIdentity
import ATProtoOAuth
import ATProtoSyntax
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
