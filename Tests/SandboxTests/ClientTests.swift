import Crypto
import Foundation
import Testing

@testable import Sandbox

@Suite struct ClientTests {
    @Test(arguments: [
        "http://localhost", "http://localhost/", "http://localhost?scope=atproto%20transition:generic",
        "http://localhost/?redirect_uri=http%3A%2F%2F127.0.0.1%3A1234%2Fcb&redirect_uri=http%3A%2F%2F%5B%3A%3A1%5D%2F",
    ]) func acceptsALoopbackClientID(_ id: String) throws {
        let client = try LoopbackClient.make(id)
        #expect(client.scopes.contains("atproto"))
        #expect(!client.isConfidential)
    }

    @Test(arguments: [
        "http://localhost/path", "http://localhost?scope=transition:generic", "http://localhost?scope=atproto&scope=atproto",
        "http://localhost?other=1", "http://localhost?redirect_uri=http%3A%2F%2Flocalhost%2F",
        "http://localhost?redirect_uri=https%3A%2F%2Fapp.example.com%2F",
    ]) func refusesALoopbackClientID(_ id: String) {
        #expect(throws: ClientRejection.self) { try LoopbackClient.make(id) }
    }

    @Test func comparesThePortOnlyIfOneIsRegistered() throws {
        let free = try RedirectURI("http://127.0.0.1/cb")
        #expect(free.matches("http://127.0.0.1:99/cb"))
        #expect(!free.matches("http://127.0.0.1:99/other"))
        #expect(!free.matches("http://[::1]:99/cb"))
        #expect(!free.matches("http://127.0.0.1.example.com:99/cb"))
        #expect(!(try RedirectURI("http://127.0.0.1:1/cb")).matches("http://127.0.0.1:99/cb"))
        #expect(!(try RedirectURI("https://a.example.com/cb")).matches("https://a.example.com:99/cb"))
    }

    struct Change: CustomTestStringConvertible {
        let field: String
        let value: JSON
        var testDescription: String { "\(field) = \(String(decoding: value.bytes, as: UTF8.self))" }
    }

    static let faults = [
        Change(field: "client_id", value: "https://app.example.com/"),
        Change(field: "redirect_uris", value: []),
        Change(field: "redirect_uris", value: ["http://localhost/callback"]),
        Change(field: "redirect_uris", value: ["com.example.other:/callback"]),
        Change(field: "redirect_uris", value: ["com.example.app://callback"]),
        Change(field: "response_types", value: ["token"]),
        Change(field: "grant_types", value: ["refresh_token"]),
        Change(field: "grant_types", value: ["authorization_code", "implicit"]),
        Change(field: "scope", value: "transition:generic"),
        Change(field: "scope", value: "atproto atproto"),
        Change(field: "token_endpoint_auth_method", value: "client_secret_basic"),
        Change(field: "token_endpoint_auth_method", value: .null),
        Change(field: "token_endpoint_auth_signing_alg", value: "ES256"),
        Change(field: "dpop_bound_access_tokens", value: false),
        Change(field: "application_type", value: "web"),
        Change(field: "subject_type", value: "pairwise"),
        Change(field: "client_uri", value: "https://other.example.com/"),
    ]

    @Test(arguments: faults) func refusesMetadata(_ change: Change) async throws {
        var document = try #require(try JSON(parsing: Array(PracticeClient.publicMetadata.utf8)).object)
        document[change.field] = change.value
        let json = String(decoding: JSON.object(document).bytes, as: UTF8.self)
        let server = SandboxServer()
        await #expect(throws: SandboxError.self) { try await server.register(clientMetadata: json) }
    }

    @Test func fetchesMetadataFromThisMachine() async throws {
        try await SandboxServer.running { _, client in
            // A sandbox does not serve such documents; its 404 shows that it was asked, and refused.
            let reply = try await client.par(["client_id": "\(client.server.origin)/client-metadata.json"])
            #expect(reply.error == "invalid_client_metadata")
            #expect(reply.explanation.contains("answered 404"))
        }
    }

    static let assertionFaults: [(String, @Sendable (inout [String: JSON]) -> Void)] = [
        ("issued in the future", { $0["iat"] = .integer(Int64(Date().timeIntervalSince1970) + 3600) }),
        ("too old", { $0["iat"] = .integer(Int64(Date().timeIntervalSince1970) - 65) }),
        ("for another server", { $0["aud"] = "https://other.example.com" }),
        ("of another subject", { $0["sub"] = "https://other.example.com/client.json" }),
        ("expired", { $0["exp"] = 1 }),
        ("without an identifier", { $0["jti"] = nil }),
    ]

    @Test(arguments: assertionFaults.indices) func refusesAnAssertion(_ index: Int) async throws {
        try await SandboxServer.running { _, client in
            let client = client.confidential
            let assertion = try client.assertion(Self.assertionFaults[index].1)
            let reply = try await client.post("/oauth/par", client.parameters.merging(assertion) { $1 }) { _ in }
            #expect(reply.error == "invalid_client", "\(Self.assertionFaults[index].0)")
        }
    }

    @Test func acceptsAnAssertionOnce() async throws {
        try await SandboxServer.running { _, client in
            let client = client.confidential
            let form = client.parameters.merging(try client.assertion()) { $1 }
            #expect(try await client.post("/oauth/par", form) { _ in }.status == 201)
            #expect(try await client.post("/oauth/par", form) { _ in }.error == "invalid_client")
            #expect(
                try await client.post("/oauth/par", client.parameters.merging(try client.assertion(kid: "two")) { $1 }) { _ in }.error
                    == "invalid_client")
            #expect(try await client.post("/oauth/par", client.parameters) { _ in }.error == "invalid_client")
        }
    }

    @Test func refusesOneKeyForAssertionAndProof() async throws {
        try await SandboxServer.running { _, client in
            let reply = try await client.confidential.par { $0.key = PracticeClient.assertionKey }
            #expect(reply.error == "invalid_request")
        }
    }
}
