import HTTPTypes

/// Every path there is.
struct EndpointTable: Sendable {
    private let exact: [String: Endpoint]
    private let world: World
    private let servesResources: Bool
    private let servesAuthorization: Bool

    /// One origin serves both halves; two serve one each.
    init(_ world: World, authorization: Bool, resources: Bool) {
        self.world = world
        servesAuthorization = authorization
        servesResources = resources
        var endpoints = [Self.wellKnownDID(world), Self.protectedResource(world)]
        if authorization {
            endpoints += Self.authorizationServer(world) + Self.pages(world) + Self.control(world)
        }
        exact = Dictionary(uniqueKeysWithValues: endpoints.map { ($0.label, $0) })
    }

    /// Nil for a path that nobody answers.
    func endpoint(_ path: String) -> Endpoint? {
        if let endpoint = exact[path] { return endpoint }
        if path.hasPrefix("/xrpc/") { return xrpc(path) }
        if servesAuthorization, PLCDirectory.matches(path) {
            return Endpoint("plc", .plain, [.get: { [world] in PLCDirectory.document($0, world) }])
        }
        return nil
    }

    private func xrpc(_ path: String) -> Endpoint? {
        // The handle resolver belongs to both origins: it is asked by clients that do not know the account's server yet.
        guard servesResources || path == "/xrpc/com.atproto.identity.resolveHandle" else { return nil }
        let handler: Endpoint.Handler = { [world] in try await XRPCMethods.answer($0, world) }
        // Unknown methods share a label, so that no caller can grow the counters.
        let isKnown = XRPCMethods.table[String(path.dropFirst("/xrpc/".count))] != nil
        let verbs: [HTTPRequest.Method] = [.get, .post, .put, .delete, .head, .patch]
        return Endpoint(isKnown ? path : "/xrpc/", .xrpc, Dictionary(uniqueKeysWithValues: verbs.map { ($0, handler) }))
    }

    private static func wellKnownDID(_ world: World) -> Endpoint {
        Endpoint("/.well-known/atproto-did", .plain, [.get: { HandleResolver.wellKnown($0, world) }])
    }

    private static func protectedResource(_ world: World) -> Endpoint {
        Endpoint(
            "/.well-known/oauth-protected-resource", .plain, [.get: { _ in .json(ServerMetadata.protectedResource(world.origins)) }])
    }

    private static func authorizationServer(_ world: World) -> [Endpoint] {
        [
            Endpoint(
                "/.well-known/oauth-authorization-server", .plain,
                [
                    .get: { _ in
                        .json(
                            ServerMetadata.authorizationServer(world.origins, takesPushedRequests: world.configuration.takesPushedRequests))
                    }
                ]),
            Endpoint("/oauth/jwks", .oauth, [.get: { _ in .json(world.tokens.jwks) }]),
            Endpoint("/oauth/par", .oauth, [.post: PushedAuthorizationEndpoint(world: world).answer]),
            Endpoint("/oauth/token", .oauth, [.post: TokenEndpoint(world: world).answer]),
            Endpoint("/oauth/revoke", .oauth, [.post: RevocationEndpoint(world: world).answer]),
        ]
    }

    private static func pages(_ world: World) -> [Endpoint] {
        let page = AuthorizePage(world: world)
        let forms = AuthorizeForms(world: world)
        return [
            Endpoint("/oauth/authorize", .page, [.get: page.answer]),
            Endpoint("/oauth/authorize/sign-in", .page, [.post: forms.signIn]),
            Endpoint("/oauth/authorize/sign-up", .page, [.post: forms.signUp]),
            Endpoint("/oauth/authorize/select", .page, [.post: forms.select]),
            Endpoint("/oauth/authorize/consent", .page, [.post: forms.consent]),
        ]
    }

    private static func control(_ world: World) -> [Endpoint] {
        let control = ControlEndpoint(world: world)
        return [
            Endpoint("/", .control, [.get: { _ in .text(ControlIndex.text) }]),
            Endpoint("/_sandbox", .control, [.get: { _ in .text(ControlIndex.text) }]),
            Endpoint("/_sandbox/", .control, [.get: { _ in .text(ControlIndex.text) }]),
            Endpoint("/_sandbox/knobs", .control, [.get: { try control.knobs($0) }, .patch: control.changeKnobs]),
            Endpoint("/_sandbox/counters", .control, [.get: { try control.counters($0) }]),
            Endpoint("/_sandbox/journal", .control, [.get: { try control.journal($0) }]),
            Endpoint("/_sandbox/secrets", .control, [.get: { control.secrets($0) }]),
            Endpoint("/_sandbox/accounts", .control, [.post: control.addAccount]),
            Endpoint("/_sandbox/clients", .control, [.post: control.registerClient]),
            Endpoint("/_sandbox/end-sessions", .control, [.post: control.endSessions]),
        ]
    }
}
