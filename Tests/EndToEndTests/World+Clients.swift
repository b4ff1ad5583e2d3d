import ATProtoIdentity
import ATProtoOAuth
import ATProtoSyntax
import FoundationEssentials
import JOSE
import Sandbox

/// The clients that the tests sign in with.
extension World {
    static let webClientID = "https://app.example.com/oauth-client-metadata.json"
    static let webRedirect = "https://app.example.com/callback"
    static let scope = "atproto transition:generic"

    /// A loopback client as a developer would make one, unless told otherwise.
    func makeClient(
        responseMode: ResponseMode = .query, scope: String = scope, runtime: RuntimeImplementation = RuntimeImplementation(),
        sessions: any SessionStore = MemorySessionStore(), transport: (any HTTPTransport)? = nil,
        servers: ServerTable = ServerTable(), onEvent: (@Sendable (SessionEvent) -> Void)? = nil,
        onWarning: (@Sendable (ServerWarning) -> Void)? = nil
    ) throws -> OAuthClient {
        let id = try LoopbackClientID(scope: scope, redirectURIs: ["http://127.0.0.1/callback"])
        var options = OAuthClientOptions(
            clientMetadata: ClientMetadata(loopback: id), responseMode: responseMode, runtimeImplementation: runtime,
            stateStore: MemoryStateStore(now: runtime.now), sessionStore: sessions, identityResolver: identities,
            transport: transport ?? self.transport, allowHTTP: true, servers: servers, onEvent: onEvent)
        options.onWarning = onWarning
        return try OAuthClient(options)
    }

    /// A confidential web client with these keys, whose metadata the authorization server has read.
    func makeWebClient(
        _ keys: [ClientKey], sessions: any SessionStore = MemorySessionStore(), transport: (any HTTPTransport)? = nil
    ) async throws -> OAuthClient {
        let client = try OAuthClient(
            OAuthClientOptions(
                clientMetadata: ClientMetadata(
                    clientID: Self.webClientID, redirectURIs: [Self.webRedirect], scope: Self.scope,
                    tokenEndpointAuthMethod: .privateKeyJWT, tokenEndpointAuthSigningAlg: .es256, clientName: "Example"),
                stateStore: MemoryStateStore(), sessionStore: sessions, keyset: ClientKeyset(keys), identityResolver: identities,
                transport: transport ?? self.transport, allowHTTP: true))
        let document = try JSONEncoder().encode(client.clientMetadata)
        try await sandbox.register(clientMetadata: String(decoding: document, as: UTF8.self))
        return client
    }

    /// Signs `user` in from beginning to end.
    func signIn(_ client: OAuthClient, as user: String = "alice.test", options: AuthorizeOptions = AuthorizeOptions()) async throws
        -> OAuthSession
    {
        let request = try await client.authorize(user, options: options)
        return try await client.callback(try await browse(request, as: user)).session
    }
}

extension ClientKey {
    /// A new ES256 key called `id`.
    static func make(_ id: String, isRetired: Bool = false, isRevoked: Bool = false) throws -> ClientKey {
        ClientKey(try .generate(.es256, keyID: id), isRevoked: isRevoked, isRetired: isRetired)
    }
}
