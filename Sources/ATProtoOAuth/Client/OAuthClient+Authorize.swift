import ATProtoIdentity
import ATProtoSyntax
import FoundationEssentials
import JOSE

extension OAuthClient {
    /// A query longer than this is cut by some browser or server on the way.
    private static let maximumURLLength = 2048

    /// Begins a login.
    /// - Parameters:
    ///   - input: a handle, a DID, or the URL of a server on which the user will choose or create an account.
    ///   - options: what the login asks for beyond the account.
    /// - Returns: where to send the browser. The login is remembered for an hour under the `state` of the result.
    /// - Throws: ``InvalidOptionError``, ``OAuthResolverError``, ``AuthMethodUnsatisfiableError``, ``OAuthResponseError``, a transport
    ///   error, the state store's, or `CancellationError` if the caller was cancelled.
    public func authorize(_ input: String, options: AuthorizeOptions = AuthorizeOptions()) async throws -> AuthorizationRequest {
        try Task.checkCancellation()
        try options.validate(clientMetadata)
        let redirectURI = try chooseRedirect(options.redirectURI)
        let scope = options.scope ?? clientMetadata.scope
        let start = try await authority.start(input, fresh: options.fresh)
        var asked = options
        asked.prompt = try options.prompt?.asked(of: start.server.promptValues)
        let runtime = self.options.runtimeImplementation
        let pkce = PKCE(random: runtime.randomValues(32)) { runtime.digest($0, .sha256) }
        let key = Base64URL.encode(runtime.randomValues(16))
        let dpopKey = try makeKey(for: start.server)
        try options.validate(dpopKey)
        let state = AuthorizationState(
            issuer: start.server.issuer, sub: start.identity?.did, redirectURI: redirectURI.description,
            dpopKey: dpopKey, authentication: try negotiate(with: start.server), verifier: pkce.verifier, appState: options.state,
            scope: scope, createdAt: runtime.now())
        try Task.checkCancellation()
        // Before the request: a server that answers quickly must not find us without the state.
        try await self.options.stateStore.set(key, state)
        let parameters = FormParameters(
            [
                ("redirect_uri", redirectURI.description), ("response_type", "code"),
                ("response_mode", self.options.responseMode.rawValue), ("scope", scope), ("state", key),
                ("code_challenge", pkce.challenge), ("code_challenge_method", PKCE.method),
            ] + asked.parameters + hint(start.identity))
        let (url, expiresAt) = try await destination(parameters, state, start.server)
        return AuthorizationRequest(
            url: url, state: key, redirectURI: redirectURI.description, prompt: asked.prompt, expiresAt: expiresAt, sub: state.sub,
            issuer: state.issuer)
    }

    private func chooseRedirect(_ requested: String?) throws -> RedirectURI {
        guard let requested else {
            guard let first = redirectURIs.first else { throw InvalidOptionError("redirect_uri", "the client has none") }
            return first
        }
        let redirect: RedirectURI
        do { redirect = try RedirectURI(requested, field: "redirect_uri") } catch { throw InvalidOptionError("redirect_uri", error.rule) }
        guard redirectURIs.contains(where: { $0.allows(redirect) }) else {
            throw InvalidOptionError(
                "redirect_uri", "\(requested) is not registered; \(clientMetadata.redirectURIs.joined(separator: ", ")) is")
        }
        return redirect
    }

    /// A key for one algorithm that the server takes. Resource servers have no list of their own, so that it must be settled here.
    private func makeKey(for server: AuthorizationServerMetadata) throws -> PrivateKey {
        let key = try options.runtimeImplementation.createKey(DPoPAlgorithm.candidates(server.dpopSigningAlgs))
        guard let algorithm = DPoPAlgorithm.choose(for: key, server.dpopSigningAlgs) else {
            throw AuthMethodUnsatisfiableError("createKey made a key for none of the algorithms that \(server.issuer) takes")
        }
        return key.algorithms.count > 1 ? try key.limited(to: algorithm) : key
    }

    /// The handle is what users recognise on the sign-in page; an unverified one would mislead them.
    private func hint(_ identity: Identity?) -> [(name: String, value: String)] {
        guard let identity else { return [] }
        return [("login_hint", identity.handleVerified ? identity.handle.description : identity.did.description)]
    }

    private func destination(
        _ parameters: FormParameters, _ state: AuthorizationState, _ metadata: AuthorizationServerMetadata
    ) async throws -> (HTTPURL, Date) {
        guard let endpoint = metadata.pushedAuthorizationRequestEndpoint else {
            // A pushed request has the client's id from its authentication, and a proof that binds the code; this one has both here.
            var identified = FormParameters([("client_id", clientMetadata.clientID)] + parameters.pairs)
            identified["dpop_jkt"] = state.dpopKey.publicKey.thumbprint
            let url = try append(identified, to: metadata.authorizationEndpoint)
            guard url.pathAndQuery.utf8.count < Self.maximumURLLength else {
                throw InvalidOptionError(
                    "options", "make a URL of 2048 bytes or more, and the server takes no pushed requests; ask for less")
            }
            return (url, state.createdAt + 3600)
        }
        let pushed: PushedAuthorization
        do {
            pushed = try await server(metadata, state.authentication, state.dpopKey).push(parameters, to: endpoint)
        } catch let error as TransportError where error.code == .cancelled {
            throw CancellationError()
        }
        let reference: FormParameters = ["client_id": clientMetadata.clientID, "request_uri": pushed.requestURI]
        return (try append(reference, to: metadata.authorizationEndpoint), pushed.expiresAt)
    }

    private func append(_ parameters: FormParameters, to endpoint: HTTPURL) throws -> HTTPURL {
        // The endpoint may have a query of its own, which stays (RFC 6749 section 3.1).
        let query = endpoint.query.map { $0.isEmpty ? "" : $0 + "&" } ?? ""
        return try endpoint.resolving(pathAndQuery: "\(endpoint.path)?\(query)\(parameters.encoded)")
    }
}
