import ATProtoIdentity
import ATProtoOAuth
import ATProtoSyntax
import FoundationEssentials
import HTTPTypes
import JOSE
import Sandbox
import Testing

/// Other clients' metadata documents.
@Suite struct FetchMetadataTests {
    /// A host of `document` and nothing else.
    private func host(_ document: String, _ world: World, status: HTTPResponse.Status = .ok, type: String = "application/json")
        -> ChangingTransport
    {
        ChangingTransport(world.transport) { request in
            guard request.url.description == World.webClientID else { return IncomingResponse(status: .notFound) }
            return IncomingResponse(status: status, headers: [.contentType: type], body: IncomingBody(Array(document.utf8)))
        }
    }

    private func document(_ world: World) async throws -> String {
        let client = try await world.makeWebClient([try .make("one")])
        return String(decoding: try JSONEncoder().encode(client.clientMetadata), as: UTF8.self)
    }

    @Test func `fetches and validates what is hosted at a client_id`() async throws {
        try await World.run { world in
            let metadata = try await OAuthClient.fetchMetadata(
                clientID: World.webClientID, transport: host(try await document(world), world))
            #expect(metadata.clientID == World.webClientID)
            #expect(metadata.clientName == "Example")
            #expect(metadata.jwks?.keys.map(\.keyID) == ["one"])
        }
    }

    @Test func `refuses another client's document`() async throws {
        try await World.run { world in
            let other = try await document(world).replacing("client-metadata.json", with: "other.json")
            let error = await #expect(throws: ClientMetadataError.self) {
                try await OAuthClient.fetchMetadata(clientID: World.webClientID, transport: host(other, world))
            }
            #expect(error?.field == "client_id")
        }
    }

    @Test func `refuses an answer that is no JSON document, or leads elsewhere`() async throws {
        try await World.run { world in
            let text = try await document(world)
            for transport in [
                host(text, world, status: .found), host(text, world, status: .created), host(text, world, type: "text/html"),
                host("{", world), host("{}", world),
            ] {
                let error = await #expect(throws: OAuthResolverError.self) {
                    try await OAuthClient.fetchMetadata(clientID: World.webClientID, transport: transport)
                }
                #expect(error?.step == .clientMetadata)
            }
        }
    }

    @Test(arguments: [
        "http://localhost", "http://app.example.com/metadata.json", "https://127.0.0.1/metadata.json", "https://app.example.com/",
    ])
    func `fetches from discoverable ids only`(id: String) async throws {
        try await World.run { world in
            let recorder = RecordingTransport(world.transport)
            await #expect(throws: ClientMetadataError.self) { try await OAuthClient.fetchMetadata(clientID: id, transport: recorder) }
            #expect(recorder.requests.isEmpty)
        }
    }
}
