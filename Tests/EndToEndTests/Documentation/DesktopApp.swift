import ATProtoIdentity
import ATProtoOAuth
import ATProtoSyntax
import FoundationEssentials
import HTTPTypes

// The code of the article DesktopApp.md, which the compiler thus sees.

/// A desktop application's sign-in.
struct DesktopApp {
    let client: OAuthClient

    init(transport: any HTTPTransport, identities: IdentityResolver, sessions: any SessionStore) throws {
        // snippet: client
        let id = try LoopbackClientID(
            scope: "atproto transition:generic", redirectURIs: ["http://127.0.0.1/callback"])
        var options = OAuthClientOptions(
            clientMetadata: ClientMetadata(loopback: id),
            stateStore: MemoryStateStore(),
            sessionStore: sessions,
            transport: transport)
        // snippet end
        options.identityResolver = identities
        options.allowHTTP = true
        client = try OAuthClient(options)
    }

    func login(_ handle: String, port: Int) async throws -> AuthorizationRequest {
        // snippet: authorize
        let request = try await client.authorize(
            handle, options: AuthorizeOptions(redirectURI: "http://127.0.0.1:\(port)/callback"))
        // snippet end
        return request
    }

    /// `target` is what stands in the request line of the browser's request.
    func arrived(_ target: String) async throws -> OAuthSession {
        // snippet: callback
        let query = target.drop { $0 != "?" }
        let (session, _) = try await client.callback(FormParameters(encoded: query))
        // snippet end
        return session
    }

    func silently(_ handle: String, _ browse: (AuthorizationRequest) async throws -> FormParameters) async throws -> OAuthSession {
        // snippet: silent
        do {
            let request = try await client.authorize(handle, options: AuthorizeOptions(prompt: Prompt.none))
            return try await client.callback(try await browse(request)).session
        } catch let error as OAuthCallbackError where ["login_required", "consent_required"].contains(error.error) {
            let request = try await client.authorize(handle)
            return try await client.callback(try await browse(request)).session
        }
        // snippet end
    }
}
