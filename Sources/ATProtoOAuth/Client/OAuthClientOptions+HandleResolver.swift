public import ATProtoIdentity
public import ATProtoSyntax

extension OAuthClientOptions {
    /// Options for a client that needs no identity resolver of its own, only a word on how handles are resolved.
    ///
    /// With `allowHTTP`, which is for development, `.test` handles and `did:web:localhost` are resolved as well.
    public init(
        clientMetadata: ClientMetadata, responseMode: ResponseMode = .query,
        runtimeImplementation: RuntimeImplementation = RuntimeImplementation(), stateStore: any StateStore, sessionStore: any SessionStore,
        keyset: ClientKeyset? = nil, handleResolver: HandleResolution = .standard, plcDirectory: HTTPURL = .plcDirectory,
        transport: any HTTPTransport, allowHTTP: Bool = false,
        onUpdate: (@Sendable (_ sub: DID, _ session: Session) -> Void)? = nil,
        onDelete: (@Sendable (_ sub: DID, _ cause: any Error) -> Void)? = nil
    ) {
        self.init(
            clientMetadata: clientMetadata, responseMode: responseMode, runtimeImplementation: runtimeImplementation,
            stateStore: stateStore, sessionStore: sessionStore, keyset: keyset,
            identityResolver: handleResolver.identities(
                transport, directory: plcDirectory, isDevelopment: allowHTTP, now: runtimeImplementation.now),
            transport: transport, allowHTTP: allowHTTP, onUpdate: onUpdate, onDelete: onDelete)
    }
}
