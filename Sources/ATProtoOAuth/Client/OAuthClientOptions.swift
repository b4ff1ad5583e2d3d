public import ATProtoIdentity
public import ATProtoSyntax

/// Everything an ``OAuthClient`` is made of.
public struct OAuthClientOptions: Sendable {
    /// The client's metadata; it is validated when the client is made.
    public var clientMetadata: ClientMetadata
    /// How authorization responses come back.
    public var responseMode: ResponseMode
    /// Keys, randomness, locks and time.
    public var runtimeImplementation: RuntimeImplementation
    /// Where logins are kept while the browser is away.
    public var stateStore: any StateStore
    /// Where sessions are kept.
    public var sessionStore: any SessionStore
    /// A confidential client's keys.
    public var keyset: ClientKeyset?
    /// How accounts are found.
    public var identityResolver: IdentityResolver
    /// How requests reach the network.
    public var transport: any HTTPTransport
    /// Allows authorization and resource servers over plain http, for development. The transport must allow it as well.
    public var allowHTTP: Bool
    /// What was learned about servers; may be shared by several clients, as far as ``ServerTable`` says.
    public var servers: ServerTable
    /// What a request for metadata, or to the authorization server, may take.
    public var limits: TransferLimits
    /// The longest that finding out who speaks for an account may take, before its tokens are kept or renewed; 10 seconds unless given.
    public var issuerCheckLimit: Duration
    /// Called after a session was stored.
    public var onUpdate: (@Sendable (_ sub: DID, _ session: Session) -> Void)?
    /// Called after a session ended.
    public var onDelete: (@Sendable (_ sub: DID, _ cause: any Error) -> Void)?
    /// Called with every event, in order; ``OAuthClient/sessionEvents(buffering:)`` offers the same as a stream.
    public var onEvent: (@Sendable (SessionEvent) -> Void)?
    /// Called with every rule that a server breaks without harm, once for each server that ``servers`` remembers.
    public var onWarning: (@Sendable (ServerWarning) -> Void)?
    /// Called when rotated tokens are durable, with the time since the last byte of the server's answer: that long, a process that is
    /// killed loses the session.
    public var onRotation: (@Sendable (_ sub: DID, _ exposed: Duration) -> Void)?

    /// Options with sensible values for what is not given.
    public init(
        clientMetadata: ClientMetadata, responseMode: ResponseMode = .query,
        runtimeImplementation: RuntimeImplementation = RuntimeImplementation(), stateStore: any StateStore, sessionStore: any SessionStore,
        keyset: ClientKeyset? = nil, identityResolver: IdentityResolver, transport: any HTTPTransport, allowHTTP: Bool = false,
        servers: ServerTable = ServerTable(), limits: TransferLimits = TransferLimits(),
        issuerCheckLimit: Duration = .seconds(10),
        onUpdate: (@Sendable (_ sub: DID, _ session: Session) -> Void)? = nil,
        onDelete: (@Sendable (_ sub: DID, _ cause: any Error) -> Void)? = nil, onEvent: (@Sendable (SessionEvent) -> Void)? = nil
    ) {
        self.clientMetadata = clientMetadata
        self.responseMode = responseMode
        self.runtimeImplementation = runtimeImplementation
        self.stateStore = stateStore
        self.sessionStore = sessionStore
        self.keyset = keyset
        self.identityResolver = identityResolver
        self.transport = transport
        self.allowHTTP = allowHTTP
        self.servers = servers
        self.limits = limits
        self.issuerCheckLimit = issuerCheckLimit
        self.onUpdate = onUpdate
        self.onDelete = onDelete
        self.onEvent = onEvent
    }

    func report(_ event: SessionEvent) {
        onEvent?(event)
        switch event {
        case .updated(let session): onUpdate?(session.sub, session)
        case .deleted(let sub, let cause): onDelete?(sub, cause)
        case .ambiguous, .narrowed: break
        }
    }

    /// Passes a warning on, unless it was before.
    @Sendable func report(_ warning: ServerWarning) {
        if let onWarning, servers.isNews(warning) { onWarning(warning) }
    }
}
