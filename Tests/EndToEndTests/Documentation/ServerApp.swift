import ATProtoIdentity
import ATProtoOAuth
import ATProtoSyntax
import FoundationEssentials
import HTTPTypes
import JOSE

// The code of the article ServerApp.md, which the compiler thus sees.

/// A web application's sign-in.
struct ServerApp {
    let client: OAuthClient

    init(
        pem: SecretBytes, states: any StateStore, sessions: any SessionStore, transport: any HTTPTransport, identities: IdentityResolver
    ) throws {
        // snippet: keys
        let keyset = try ClientKeyset([
            ClientKey(try PrivateKey(pem: pem, keyID: "2026-03"))
        ])
        // snippet end
        // snippet: options
        var options = OAuthClientOptions(
            clientMetadata: ClientMetadata(
                clientID: "https://app.example.com/oauth-client-metadata.json",
                redirectURIs: ["https://app.example.com/callback"],
                scope: "atproto transition:generic",
                tokenEndpointAuthMethod: .privateKeyJWT,
                tokenEndpointAuthSigningAlg: .es256,
                clientName: "Example"),
            responseMode: .query,
            stateStore: states,
            sessionStore: sessions,
            keyset: keyset,
            handleResolver: .standard,
            transport: transport)
        // snippet end
        options.identityResolver = identities
        options.allowHTTP = true
        // snippet: client
        let client = try OAuthClient(options)
        // snippet end
        self.client = client
    }

    /// The two documents to host.
    func documents() throws -> (metadata: Data, keys: Data) {
        // snippet: documents
        let metadata = try JSONEncoder().encode(client.clientMetadata)
        let keys = try JSONEncoder().encode(client.jwks)
        // snippet end
        return (metadata, keys)
    }

    func login(_ handle: String) async throws -> AuthorizationRequest {
        // snippet: authorize
        let request = try await client.authorize(handle, options: AuthorizeOptions(state: "/inbox"))
        // Redirect the browser to request.url; the login is good until request.expiresAt.
        // snippet end
        return request
    }

    func callback(_ query: String) async throws -> (DID, String?) {
        // snippet: callback
        let (session, state) = try await client.callback(FormParameters(encoded: query))
        // session.did signed in; state is "/inbox" again.
        // snippet end
        return (session.did, state)
    }

    func post(as did: DID, _ text: String) async throws -> HTTPResponse.Status {
        // snippet: request
        struct Post: Encodable {
            struct Record: Encodable { let text: String }

            let repo: DID
            let collection = "app.bsky.feed.post"
            let record: Record
        }

        let session = try await client.restore(did)
        let post = Post(repo: session.did, record: Post.Record(text: text))
        let response = try await session.fetchHandler(
            "/xrpc/com.atproto.repo.createRecord", method: .post,
            headers: [.contentType: "application/json"], body: .bytes(Array(try JSONEncoder().encode(post))))
        // snippet end
        return response.status
    }

    func logout(_ did: DID) async throws -> Revocation {
        // snippet: logout
        let outcome = try await client.revoke(did)
        // snippet end
        return outcome
    }

    /// The keys of a client that has begun to use a new one.
    static func rotate(_ former: PrivateKey, _ pem: SecretBytes) throws -> ClientKeyset {
        // snippet: rotate
        let keyset = try ClientKeyset([
            ClientKey(try PrivateKey(pem: pem, keyID: "2026-09")),
            ClientKey(former, isRetired: true),
        ])
        // snippet end
        return keyset
    }
}
