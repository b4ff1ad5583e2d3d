import ATProtoIdentity
import ATProtoOAuth
import ATProtoSyntax
import FoundationEssentials
import HTTPTypes
import Sandbox
import Testing

/// What servers say of themselves, and what is made of it.
@Suite struct ServerMetadataTests {
    @Test func `tells what is known of its token, and of its server`() async throws {
        try await World.run { world in
            let session = try await world.signIn(try world.makeClient())
            let server = try await session.serverMetadata
            #expect(server.issuer.description == world.sandbox.origin)
            #expect(server.tokenEndpoint.description == world.sandbox.origin + "/oauth/token")
            #expect(server.requiresPushedAuthorizationRequests && server.sendsIssuer)
            #expect(server.promptValues?.contains("create") == true)
            let info = try await session.getTokenInfo()
            #expect(info.sub == session.sub && session.sub == session.did)
            #expect(info.expired == false)
            #expect(info.iss == server.issuer)
        }
    }

    @Test func `a server that breaks a rule is told of, and one that keeps them all is not`() async throws {
        try await World.run { world in
            let warnings = Journal<String>()
            let session = try await world.signIn(try world.makeClient(onWarning: { warnings.write("\($0)") }))
            _ = try await session.fetchHandler("/xrpc/com.atproto.server.getSession")
            #expect(warnings.entries == [])

            let url = try HTTPURL(world.sandbox.origin + "/.well-known/oauth-authorization-server")
            let truth = try await world.transport.send(OutgoingRequest(url: url)).body.collect(upTo: 65536)
            let changed = String(decoding: truth, as: UTF8.self).replacing(#""atproto","#, with: "")
            let transport = ChangingTransport(world.transport) { request in
                guard request.url == url else { return nil }
                return IncomingResponse(
                    status: .ok, headers: [.contentType: "application/json"], body: IncomingBody(Array(changed.utf8)))
            }
            _ = try await world.signIn(try world.makeClient(transport: transport, onWarning: { warnings.write("\($0)") }))
            #expect(warnings.entries == ["\(world.sandbox.origin): scopes_supported should list atproto"])
        }
    }

    /// The sandbox's metadata with one thing changed.
    static let lies: [(field: String, from: String, to: String)] = [
        ("issuer", #""issuer":"http://127.0.0.1"#, #""issuer":"http://[::1]"#),
        ("token_endpoint", #""token_endpoint":"http://127.0.0.1"#, #""token_endpoint":"http://tokens.example.com"#),
        ("pushed_authorization_request_endpoint", #""pushed_authorization_request_endpoint""#, #""other""#),
        ("response_types_supported", #""response_types_supported":["code"]"#, #""response_types_supported":["token"]"#),
        ("client_id_metadata_document_supported", #""client_id_metadata_document_supported":true"#, #""other":true"#),
        ("code_challenge_methods_supported", #"["S256"]"#, #"["plain"]"#),
        ("protected_resources", #""protected_resources":["http"#, #""protected_resources":["https"#),
    ]

    @Test(arguments: lies)
    func `refuses a server whose metadata breaks a rule`(lie: (field: String, from: String, to: String)) async throws {
        try await World.run { world in
            let url = try HTTPURL(world.sandbox.origin + "/.well-known/oauth-authorization-server")
            let truth = try await world.transport.send(OutgoingRequest(url: url)).body.collect(upTo: 65536)
            // The document may escape its slashes.
            let text = String(decoding: truth, as: UTF8.self).replacing(#"\/"#, with: "/")
            let changed = text.replacing(lie.from, with: lie.to)
            #expect(changed != text)
            let transport = ChangingTransport(world.transport) { request in
                guard request.url == url else { return nil }
                return IncomingResponse(
                    status: .ok, headers: [.contentType: "application/json"], body: IncomingBody(Array(changed.utf8)))
            }
            let error = await #expect(throws: OAuthResolverError.self) {
                try await world.makeClient(transport: transport).authorize("alice.test")
            }
            #expect(error?.step == .authorizationServer)
            #expect(error?.reason.contains(lie.field) == true)
        }
    }

    @Test func `a cancelled caller gets no metadata`() async throws {
        try await World.run { world in
            let recorder = RecordingTransport(world.transport)
            let fetch = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await OAuthClient.fetchMetadata(clientID: World.webClientID, transport: recorder)
            }
            let error = await #expect(throws: OAuthResolverError.self) { try await fetch.value }
            #expect(error?.step == .clientMetadata)
        }
    }

    @Test func `a callback of another server is refused`() async throws {
        try await World.run { world in
            let client = try world.makeClient()
            var params = try await world.browse(try await client.authorize("alice.test"))
            params["iss"] = "https://evil.example.com"
            let error = await #expect(throws: OAuthCallbackError.self) { try await client.callback(params) }
            #expect(error?.cause is OAuthIssuerError)
            #expect(await world.sandbox.counters().tokensIssued == 0)

            var silent = try await world.browse(try await client.authorize("alice.test"))
            silent["iss"] = nil
            let missing = await #expect(throws: OAuthCallbackError.self) { try await client.callback(silent) }
            #expect(missing?.cause is OAuthIssuerError)
        }
    }
}
