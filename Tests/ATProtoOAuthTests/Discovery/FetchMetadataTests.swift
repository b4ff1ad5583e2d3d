import ATProtoOAuth
import ATProtoSyntax
import HTTPTypes
import JOSE
import Foundation
import Testing

/// §1.3: fetchMetadata.
@Suite struct FetchMetadataTests {
    private func document(_ metadata: ClientMetadata) throws -> JSON { try JSON.parse(Array(JSONEncoder().encode(metadata))) }

    private func world(_ document: JSON) throws -> World {
        let world = try World()
        world.change { $0.clientMetadata = document }
        return world
    }

    @Test func `returns the validated document`() async throws {
        let world = try world(try document(.make()))
        #expect(try await OAuthClient.fetchMetadata(clientID: World.clientID, transport: world.transport) == .make())
        #expect(world.transport.requests.map(\.url.description) == [World.clientID])
        #expect(world.transport.requests.first?.headers[.accept] == "application/json")
    }

    @Test func `the document must be the client's own`() async throws {  // [S]
        let world = try world(try document(.make { $0.clientID = "https://app.example.com/other.json" }))
        let error = try await #require(throws: ClientMetadataError.self) {
            try await OAuthClient.fetchMetadata(clientID: World.clientID, transport: world.transport)
        }
        #expect(error.field == "client_id")
    }

    @Test func `and keep the rules`() async throws {
        let world = try world(try document(.make { $0.scope = "other" }))
        await #expect(throws: ClientMetadataError.self) {
            try await OAuthClient.fetchMetadata(clientID: World.clientID, transport: world.transport)
        }
    }

    @Test(arguments: ["http://localhost", "http://app.example.com/a", "https://app.example.com"])
    func `only discoverable ids have a document`(clientID: String) async throws {
        let world = try World()
        await #expect(throws: ClientMetadataError.self) {
            try await OAuthClient.fetchMetadata(clientID: clientID, transport: world.transport)
        }
        #expect(world.transport.requests.isEmpty)
    }

    @Test(arguments: [
        Reply.json([:], status: 301), .json([:], status: 404), .json([:], type: "text/plain"), .lost, .json(["client_id": "a"]),
        .json(["client_id": "a", "redirect_uris": "b"]), .json(["client_id": "a", "redirect_uris": ["b"], "application_type": "c"]),
    ])
    func `a document that cannot be had is a resolver's error`(reply: Reply) async throws {
        let world = try World()
        world.transport.script(.clientMetadata, reply)
        let error = try await #require(throws: OAuthResolverError.self) {
            try await OAuthClient.fetchMetadata(clientID: World.clientID, transport: world.transport)
        }
        #expect(error.step == .clientMetadata)
    }
}
