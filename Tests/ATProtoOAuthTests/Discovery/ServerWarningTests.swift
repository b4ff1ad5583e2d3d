import ATProtoOAuth
import HTTPTypes
import Testing

/// §2.4, §5.9: rules that servers break and clients can live with.
@Suite struct ServerWarningTests {
    private let warnings = Journal()

    private func world(servers: ServerTable = ServerTable()) throws -> World {
        let world = try World { options in
            options.servers = servers
            options.onWarning = { [warnings] in warnings.add($0.rule.rawValue) }
        }
        world.change { $0.serverMetadata["grant_types_supported"] = ["authorization_code", "refresh_token"] }
        return world
    }

    @Test(
        arguments: [
            ("require_pushed_authorization_requests", false), ("require_pushed_authorization_requests", nil),
            ("token_endpoint_auth_methods_supported", ["none"]),
            ("token_endpoint_auth_signing_alg_values_supported", ["RS256"]), ("token_endpoint_auth_signing_alg_values_supported", nil),
            ("dpop_signing_alg_values_supported", ["ES256K"]), ("dpop_signing_alg_values_supported", nil),
            ("authorization_response_iss_parameter_supported", nil), ("scopes_supported", ["openid"]), ("scopes_supported", nil),
            ("response_types_supported", nil), ("grant_types_supported", ["authorization_code"]), ("grant_types_supported", nil),
        ] as [(String, JSON?)])
    func `a document that breaks a rule is used, and the rule is told`(field: String, value: JSON?) async throws {
        let world = try world()
        world.change { $0.serverMetadata[field] = value }
        _ = try await world.client.resolve("alice.example.com")
        #expect(warnings.all == [field])
    }

    @Test func `a server that keeps the rules is not spoken of`() async throws {
        let world = try world()
        _ = try await world.client.resolve("alice.example.com")
        #expect(warnings.all == [])
    }

    @Test func `an answer without a nonce is told of, for each server once`() async throws {
        let world = try world()
        let session = try await world.signIn()
        for _ in 0..<3 { _ = try await session.fetchHandler("/xrpc/a") }
        #expect(warnings.all == ["DPoP-Nonce", "DPoP-Nonce"])
    }

    @Test func `a refusal without a nonce may come from somebody else`() async throws {
        let world = try world()
        world.transport.script(.pushed, .gatewayPage)
        _ = try? await world.client.authorize("alice.example.com")
        #expect(warnings.all == [])
    }

    @Test func `clients that share what they know of servers tell it once, and a document that is fetched again is no news`() async throws {
        let table = ServerTable()
        for _ in 0..<2 {
            let world = try world(servers: table)
            world.change { $0.serverMetadata["scopes_supported"] = nil }
            _ = try await world.client.resolve("alice.example.com")
            _ = try await world.client.resolve("alice.example.com", fresh: true)
        }
        #expect(warnings.all == ["scopes_supported"])
    }

    @Test(arguments: ServerWarning.Rule.allCases)
    func `a warning names the server, the field and the rule`(rule: ServerWarning.Rule) async throws {
        let told = Journal()
        let world = try World { $0.onWarning = { told.add("\($0)") } }
        world.change { servers in
            for rule in ServerWarning.Rule.allCases where rule != .authenticationMethods { servers.serverMetadata[rule.rawValue] = nil }
            servers.serverMetadata["token_endpoint_auth_methods_supported"] = ["none"]
        }
        _ = try await world.client.authorize("alice.example.com")
        let text = try #require(told.all.first { $0.contains(" \(rule.rawValue) ") })
        #expect(text.hasPrefix("https://auth.example.com: "))
        #expect(text.contains("should") || text.contains("missing"))
    }
}
