import ATProtoIdentity
import ATProtoOAuth
import ATProtoSyntax
import HTTPTypes
import Testing

/// §2.4: metadata of resource and authorization servers.
@Suite struct DiscoveryTests {
    private func failure(_ input: String = "alice.example.com", _ change: @Sendable (inout ScriptedServers) -> Void) async throws
        -> OAuthResolverError
    {
        let world = try World()
        world.change { change(&$0) }
        return try await #require(throws: OAuthResolverError.self) { try await world.client.authorize(input) }
    }

    @Test(
        arguments: [
            ("issuer", "https://other.example.com"), ("issuer", "https://auth.example.com/"), ("issuer", nil),
            ("authorization_endpoint", nil),
            ("authorization_endpoint", "http://auth.example.com/a"), ("authorization_endpoint", "javascript:alert(1)"),
            ("authorization_endpoint", 7), ("token_endpoint", nil), ("token_endpoint", "http://auth.example.com/t"),
            ("token_endpoint", "http://127.0.0.1/t"), ("token_endpoint", "https://127.0.0.1/t"), ("token_endpoint", "https://localhost/t"),
            ("authorization_endpoint", "https://auth.local/a"), ("authorization_endpoint", "https://[::1]/a"),
            ("revocation_endpoint", "https://single/r"), ("pushed_authorization_request_endpoint", "https://localhost:8443/p"),
            ("revocation_endpoint", "http://auth.example.com/r"),
            ("pushed_authorization_request_endpoint", nil), ("response_types_supported", ["token"]),
            ("token_endpoint_auth_signing_alg_values_supported", ["none"]), ("client_id_metadata_document_supported", nil),
            ("client_id_metadata_document_supported", false), ("code_challenge_methods_supported", ["plain"]),
            ("code_challenge_methods_supported", nil), ("protected_resources", ["https://other.example.com"]),
        ] as [(String, JSON?)])
    func `an authorization server's document that breaks a rule is refused by field`(field: String, value: JSON?) async throws {
        let error = try await failure { $0.serverMetadata[field] = value }
        #expect(error.step == .authorizationServer)
        #expect(error.description.contains(field))
        #expect(error.description.hasPrefix("cannot resolve authorizationServer: "))
    }

    @Test func `what is optional may be missing`() async throws {
        let world = try World()
        world.change { servers in
            for field in ["revocation_endpoint", "response_types_supported", "response_modes_supported", "prompt_values_supported"]
                + ["scopes_supported", "protected_resources", "token_endpoint_auth_signing_alg_values_supported"]
            {
                servers.serverMetadata[field] = nil
            }
            servers.serverMetadata["unknown"] = [1]
        }
        try await world.signIn()
    }

    @Test(
        arguments: [
            ("resource", "https://other.example.com"), ("resource", "https://pds.example.com/"), ("resource", "https://pds.example.com?a"),
            ("resource", nil), ("authorization_servers", []), ("authorization_servers", nil),
            ("authorization_servers", ["https://auth.example.com", "https://auth.example.com"]),
            ("authorization_servers", ["https://auth.example.com/"]),
        ] as [(String, JSON?)])
    func `a resource server's document that breaks a rule is refused by field`(field: String, value: JSON?) async throws {
        let error = try await failure { $0.resourceMetadata[field] = value }
        #expect(error.step == .protectedResource)
        #expect(error.description.contains(field))
    }

    @Test(arguments: [Endpoint.resourceMetadata, .serverMetadata])
    func `only 200, only application slash json, only JSON, only what arrives whole`(endpoint: Endpoint) async throws {
        let replies: [Reply] = [
            .json([:], status: 201), .json([:], status: 302, headers: [.location: "https://evil.example.com/"]), .json([:], status: 500),
            .json([:], type: "text/html"), .response(status: 200, headers: [:], body: []), .lost, .json([1]),
            .response(status: 200, headers: [.contentType: "application/json"], body: Array("{".utf8)),
            .response(status: 200, headers: [.contentType: "application/json"], body: [UInt8](repeating: 32, count: 600_000)),
        ]
        for reply in replies {
            let world = try World()
            world.transport.script(endpoint, reply)
            let error = try await #require(throws: OAuthResolverError.self) { try await world.client.authorize("alice.example.com") }
            #expect(error.cause != nil)
            #expect(!error.isInsecure)
        }
    }

    @Test func `a parameter of the media type is no matter`() async throws {
        let world = try World()
        let document = world.change { $0.serverMetadata }
        world.transport.script(.serverMetadata, .json(document, type: "application/json; charset=utf-8"))
        try await world.signIn()
    }

    @Test func `a resource server without a document is its own authorization server`() async throws {  // [B]
        let world = try World()
        world.change { servers in
            servers.documents[DID.alice.description]?["service"] = [
                ["id": "#atproto_pds", "type": "AtprotoPersonalDataServer", "serviceEndpoint": "https://auth.example.com/"]
            ]
            servers.serverMetadata["protected_resources"] = nil
        }
        #expect(try await world.signIn().did == .alice)
        // That there is no document is remembered as well; only the check before tokens are kept asks afresh.
        let asked = world.transport.requests(to: .resourceMetadata).count
        _ = try await world.client.authorize("alice.example.com")
        #expect(world.transport.requests(to: .resourceMetadata).count == asked)
    }

    @Test func `documents are kept for a minute, and asked for once by many`() async throws {  // §7
        let world = try World()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<20 { group.addTask { _ = try await world.client.authorize("alice.example.com") } }
            try await group.waitForAll()
        }
        #expect(world.transport.requests(to: .serverMetadata).count == 1)
        #expect(world.transport.requests(to: .resourceMetadata).count == 1)
        world.clock.advance(by: 59)
        _ = try await world.client.authorize("alice.example.com")
        #expect(world.transport.requests(to: .serverMetadata).count == 1)
        world.clock.advance(by: 2)
        _ = try await world.client.authorize("alice.example.com")
        #expect(world.transport.requests(to: .serverMetadata).count == 2)
    }

    @Test func `for development endpoints may be on this machine`() async throws {  // §1.1.3
        let world = try World { $0.allowHTTP = true }
        world.change { $0.serverMetadata["token_endpoint"] = "https://localhost/oauth/token" }
        try await world.signIn()
        #expect(world.transport.requests(to: .token).map(\.url.host) == ["localhost"])
    }

    @Test func `a document that breaks a rule is not kept`() async throws {  // §7.4
        let world = try World()
        world.change { $0.serverMetadata["code_challenge_methods_supported"] = ["plain"] }
        await #expect(throws: OAuthResolverError.self) { try await world.client.authorize("alice.example.com") }
        world.change { $0.serverMetadata["code_challenge_methods_supported"] = ["S256"] }
        _ = try await world.client.authorize("alice.example.com")
    }

    @Test func `failures are not kept`() async throws {  // §7
        let world = try World()
        world.transport.script(.serverMetadata, .lost)
        _ = try? await world.client.authorize("alice.example.com")
        _ = try await world.client.authorize("alice.example.com")
    }

    @Test func `plain http needs permission`() async throws {  // §2.4, §8 allowHttp
        let document = JSON.object([
            "issuer": "http://127.0.0.1:2583", "authorization_endpoint": "http://127.0.0.1:2583/a",
            "token_endpoint": "http://127.0.0.1:2583/oauth/token", "client_id_metadata_document_supported": true,
            "token_endpoint_auth_methods_supported": ["none"], "code_challenge_methods_supported": ["S256"],
        ])
        let strict = try World()
        let error = try await #require(throws: OAuthResolverError.self) { try await strict.client.authorize("http://127.0.0.1:2583") }
        #expect(error.isInsecure)
        #expect(strict.transport.requests.isEmpty)
        let lenient = try World { $0.allowHTTP = true }
        lenient.transport.script(.serverMetadata, .json(document))
        #expect(try await lenient.client.authorize("http://127.0.0.1:2583").issuer.description == "http://127.0.0.1:2583")
    }

    @Test func `an identity that cannot be found says every step`() async throws {  // §6, §11
        let error = try await failure { $0.documents = [:] }
        #expect(error.step == .identity)
        #expect((error.cause as? IdentityError)?.legs.isEmpty == false)
    }
}
