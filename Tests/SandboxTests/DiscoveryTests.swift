import Foundation
import NIOHTTP1
import Testing

@testable import Sandbox

@Suite struct DiscoveryTests {
    @Test(arguments: [true, false]) func servesTheDIDDocument(isEncoded: Bool) async throws {
        try await SandboxServer.running { server, client in
            let did = try #require(server.did(of: "alice.test"))
            #expect(did.hasPrefix("did:plc:") && did.utf8.count == 32)
            let reply = try await client.get("/" + (isEncoded ? did.replacing(":", with: "%3A") : did))
            #expect(reply.status == 200)
            #expect(reply.headers.first(name: "Content-Type") == "application/did+ld+json; charset=utf-8")
            #expect(reply.json["id"]?.string == did)
            #expect(reply.json["alsoKnownAs"] == ["at://alice.test"])
            #expect(reply.json["service"]?.array?.first?["serviceEndpoint"]?.string == server.origin)
        }
    }

    @Test func knowsNoOtherDID() async throws {
        try await SandboxServer.running { _, client in
            let reply = try await client.get("/did:plc:aaaaaaaaaaaaaaaaaaaaaaaa")
            #expect(reply.status == 404)
            #expect(reply.json["message"] != nil)
        }
    }

    @Test func derivesTheSameDIDInEveryRun() async throws {
        let dids = try await [SandboxServer.make(), SandboxServer.make()].asyncMap { server in
            await server.stop()
            return server.did(of: "alice.test")
        }
        #expect(dids[0] == dids[1])
    }

    @Test func resolvesHandles() async throws {
        try await SandboxServer.running { server, client in
            let reply = try await client.get("/xrpc/com.atproto.identity.resolveHandle?handle=alice.test")
            #expect(reply.json["did"]?.string == server.did(of: "alice.test"))
            let unknown = try await client.get("/xrpc/com.atproto.identity.resolveHandle?handle=nobody.test")
            #expect(unknown.status == 400)
            #expect(unknown.json == ["error": "InvalidRequest", "message": "Unable to resolve handle"])
        }
    }

    @Test func answersForTheHandleThatIsTheHost() async throws {
        try await SandboxServer.running { server, client in
            let reply = try await client.get("/.well-known/atproto-did", headers: [("Host", "alice.test:2583")])
            #expect(reply.body == server.did(of: "alice.test"))
            #expect(try await client.get("/.well-known/atproto-did").status == 404)
        }
    }

    @Test func describesTheProtectedResource() async throws {
        try await SandboxServer.running { server, client in
            let document = try await client.get("/.well-known/oauth-protected-resource")
            #expect(document.headers.first(name: "Content-Type") == "application/json")
            #expect(document.json["resource"]?.string == server.origin)
            #expect(document.json["authorization_servers"] == [.string(server.origin)])
        }
    }

    @Test func describesTheAuthorizationServer() async throws {
        try await SandboxServer.running { server, client in
            let document = try await client.get("/.well-known/oauth-authorization-server").json
            #expect(document["issuer"]?.string == server.origin)
            #expect(document["require_pushed_authorization_requests"] == true)
            #expect(document["authorization_response_iss_parameter_supported"] == true)
            #expect(document["client_id_metadata_document_supported"] == true)
            #expect(document["code_challenge_methods_supported"] == ["S256"])
            #expect(document["token_endpoint_auth_methods_supported"] == ["none", "private_key_jwt"])
            #expect(document["response_modes_supported"] == ["query", "fragment", "form_post"])
            #expect(document["dpop_signing_alg_values_supported"]?.strings?.contains("ES256") == true)
            #expect(document["scopes_supported"]?.strings?.contains("atproto") == true)
        }
    }

    @Test func publishesTheKeyOfItsAccessTokens() async throws {
        try await SandboxServer.running { _, client in
            let jwks = try await client.get("/oauth/jwks").json
            let key = try #require(jwks["keys"]?.array?.first.flatMap(VerificationKey.init))
            let token = try #require(CompactJWS(try await client.signIn().access))
            #expect(token.isSigned(by: key))
        }
    }
}

extension Array {
    fileprivate func asyncMap<Value>(_ transform: (Element) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await transform(element)) }
        return values
    }
}
