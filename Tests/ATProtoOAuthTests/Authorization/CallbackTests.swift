import ATProtoIdentity
import ATProtoOAuth
import ATProtoSyntax
import Foundation
import JOSE
import Testing

/// §3: callback.
@Suite struct CallbackTests {
    private func begun(_ input: String = "alice.example.com", state: String? = "mine") async throws -> (World, AuthorizationRequest) {
        let world = try World()
        return (world, try await world.client.authorize(input, options: AuthorizeOptions(state: state)))
    }

    private func failure(_ world: World, _ params: FormParameters, redirectURI: String? = nil) async throws -> OAuthCallbackError {
        try await #require(throws: OAuthCallbackError.self) { try await world.client.callback(params, redirectURI: redirectURI) }
    }

    @Test func `asks the server of the login, whose metadata may be remembered`() async throws {  // §3.7
        let (world, request) = try await begun()
        #expect(world.transport.requests(to: .serverMetadata).count == 1)
        let gate = world.transport.hold(.token)
        let caller = Task { try await world.client.callback(world.response(to: request)).session.did }
        await world.transport.arrival(of: .token)
        // The check of the account, which asks afresh, comes after the exchange.
        #expect(world.transport.requests(to: .serverMetadata).count == 1)
        gate.open()
        #expect(try await caller.value == .alice)
        #expect(world.transport.requests(to: .serverMetadata).count == 2)
    }

    @Test func `exchanges the code for a session and returns the application's state`() async throws {  // §3.9, §3.13, §3.14
        let (world, request) = try await begun()
        let state = try #require(world.states.peek(request.state))
        let start = world.clock.now
        let (session, appState) = try await world.client.callback(world.response(to: request), redirectURI: World.redirect)
        #expect(session.did == .alice)
        #expect(session.sub == .alice)
        #expect(appState == "mine")
        let form = try #require(world.transport.requests(to: .token).first).form
        #expect(form["grant_type"] == "authorization_code")
        #expect(form["code"] == "the-code")
        #expect(form["code_verifier"] == state.verifier.reveal())
        #expect(form["redirect_uri"] == World.redirect)
        #expect(form["client_id"] == World.clientID)
        let stored = try #require(world.sessions.peek())
        #expect(stored.dpopKey === state.dpopKey)
        #expect(stored.tokenSet.audience.description == "https://pds.example.com/")
        #expect(stored.tokenSet.expiresAt == start + 3600)
        #expect(stored.tokenSet.refreshToken?.reveal() == "refresh-1")
        #expect(stored.rotation == .settled)
        #expect(stored.createdAt == start)
        #expect(world.journal.all.suffix(2) == ["store settled access-1", "event updated access-1"])
    }

    @Test func `no application state comes back if none was given`() async throws {  // §3.14
        let (world, request) = try await begun(state: nil)
        #expect(try await world.client.callback(world.response(to: request)).state == nil)
    }

    @Test func `a state is good once`() async throws {  // §3.4
        let (world, request) = try await begun()
        _ = try await world.client.callback(world.response(to: request))
        let error = try await failure(world, world.response(to: request))
        #expect(error.state == nil)
        #expect(world.transport.requests(to: .token).count == 1)
    }

    @Test func `of two callbacks at once one gets through`() async throws {  // §3.4
        let (world, request) = try await begun()
        async let one = try? world.client.callback(world.response(to: request))
        async let two = try? world.client.callback(world.response(to: request))
        let results = await [one?.session.did, two?.session.did]
        #expect(results.compactMap(\.self).count == 1)
    }

    @Test func `JARM, a missing or unknown state fail without using anything up`() async throws {  // §3.1, §3.2, §3.3
        let (world, request) = try await begun()
        let jarm = try await failure(world, world.response(to: request, [("response", "ey.secret.jwt")]))
        #expect(!"\(jarm) \(jarm.params)".contains("ey.secret.jwt"))
        #expect(jarm.state == nil)
        #expect(try await failure(world, ["code": "c"]).reason.contains("state is missing"))
        #expect(try await failure(world, ["code": "c", "state": "unknown"]).state == nil)
        #expect(world.states.peek(request.state) != nil)
    }

    @Test func `an error of the server is told, with the application's state, before iss is looked at`() async throws {  // §3.5
        let (world, request) = try await begun()
        let params: FormParameters = [
            "state": request.state, "error": "access_denied", "error_description": "the user said no", "iss": "https://evil.example.com",
        ]
        let error = try await failure(world, params)
        #expect(error.error == "access_denied")
        #expect(error.reason == "the user said no")
        #expect(error.description == "access_denied: the user said no")
        #expect(error.state == "mine")
        #expect(error.params["iss"] == "https://evil.example.com")
        #expect(world.states.peek(request.state) == nil)
        #expect(world.transport.requests(to: .token).isEmpty)
    }

    @Test func `an error without a description is its own`() async throws {  // §3.5
        let (world, request) = try await begun()
        #expect(try await failure(world, ["state": request.state, "error": "login_required"]).reason == "login_required")
    }

    @Test func `a missing code is told`() async throws {  // §3.6
        let (world, request) = try await begun()
        let error = try await failure(world, ["state": request.state, "iss": "https://auth.example.com"])
        #expect(error.reason == "the parameter code is missing")
        #expect(error.description == error.reason)
        #expect(error.state == "mine")
    }

    @Test func `iss must be the server's, and must be there if the server says that it sends it`() async throws {  // §3.8
        for iss in ["https://evil.example.com", "https://auth.example.com/", nil] {
            let (world, request) = try await begun()
            var params = world.response(to: request)
            params["iss"] = iss
            let error = try await failure(world, params)
            #expect(error.cause is OAuthIssuerError)
            #expect(world.transport.requests(to: .token).isEmpty)
        }
    }

    @Test func `iss may be missing if the server does not send it`() async throws {  // §3.8
        let world = try World()
        world.change { $0.serverMetadata["authorization_response_iss_parameter_supported"] = nil }
        let request = try await world.client.authorize("alice.example.com")
        var params = world.response(to: request)
        params["iss"] = nil
        _ = try await world.client.callback(params)
    }

    @Test func `of duplicate parameters the first counts`() async throws {  // §3 end
        let (world, request) = try await begun()
        _ = try await world.client.callback(world.response(to: request, [("code", "first")]))
        #expect(world.transport.requests(to: .token).first?.form["code"] == "first")
    }

    @Test func `the redirect of the request is used, and another one is refused`() async throws {  // §3.9 [B]
        let world = try World()
        var options = AuthorizeOptions()
        options.redirectURI = "https://app.example.com/other"
        let request = try await world.client.authorize("alice.example.com", options: options)
        let error = try await failure(world, world.response(to: request), redirectURI: World.redirect)
        #expect(error.reason.contains("https://app.example.com/other"))
        let again = try await world.client.authorize("alice.example.com", options: options)
        _ = try await world.client.callback(world.response(to: again), redirectURI: options.redirectURI)
        #expect(world.transport.requests(to: .token).last?.form["redirect_uri"] == options.redirectURI)
    }

    @Test func `a login ends after an hour`() async throws {  // §7: state
        let (world, request) = try await begun()
        world.clock.advance(by: 3600)
        let error = try await failure(world, world.response(to: request))
        #expect(error.reason.contains("hour"))
        #expect(world.transport.requests(to: .token).isEmpty)
    }

    @Test func `a refused code is told with the server's words, but without the code`() async throws {  // §3.14, promise 1
        let (world, request) = try await begun()
        world.transport.script(.token, .json(["error": "invalid_grant", "error_description": "code the-code is used up"], status: 400))
        let error = try await failure(world, world.response(to: request, [("access_token", "ey-token")]))
        #expect((error.cause as? OAuthResponseError)?.error == "invalid_grant")
        #expect(error.reason.contains("is used up"))
        #expect(error.state == "mine")
        #expect(error.params["code"] == nil)
        for text in ["\(error)", String(reflecting: error), "\(error.params)"] {
            #expect(!text.contains("the-code"))
            #expect(!text.contains("ey-token"))
        }
    }

    @Test func `a store of states that fails is told as it is`() async throws {  // §7
        let (world, request) = try await begun()
        world.states.breakDown()
        await #expect(throws: ScriptedStateStore.Failure.self) { try await world.client.callback(world.response(to: request)) }
    }

    @Test func `a caller who leaves does not stop the exchange of a code that is good once`() async throws {
        let (world, request) = try await begun()
        let events = world.client.sessionEvents()
        let gate = world.transport.hold(.token)
        let caller = Task { try await world.client.callback(world.response(to: request)).session.did }
        await world.transport.arrival(of: .token)
        caller.cancel()
        gate.open()
        #expect(await events.first { _ in true }?.summary == "updated access-1")
        #expect(try await caller.value == .alice)
    }
}
