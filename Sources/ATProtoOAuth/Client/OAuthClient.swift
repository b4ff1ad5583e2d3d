public import ATProtoIdentity
public import ATProtoSyntax
import FoundationEssentials
public import JOSE

/// An AT Protocol OAuth client: signs accounts in, keeps their sessions fresh, and makes authenticated requests.
///
/// One client serves any number of accounts, one session each. It may be used from any number of tasks at once.
public final class OAuthClient: Sendable {
    /// The client's metadata, complete with its public keys: the document to host at `client_id`.
    public let clientMetadata: ClientMetadata
    let options: OAuthClientOptions
    let redirectURIs: [RedirectURI]
    let authority: AccountAuthority
    let sender: DPoPSender
    let keeper: SessionKeeper
    let events: SessionEvents
    private let authenticator: ClientAuthenticator

    /// A client.
    /// - Throws: ``ClientMetadataError`` for metadata or keys that servers would refuse.
    public init(_ options: OAuthClientOptions) throws(ClientMetadataError) {
        let metadata = try options.clientMetadata.completed(with: options.keyset, at: options.runtimeImplementation.now())
        try metadata.validate()
        try metadata.validateRegistration()
        clientMetadata = metadata
        self.options = options
        redirectURIs = try metadata.parsedRedirectURIs()
        let runtime = options.runtimeImplementation
        let sender = DPoPSender(transport: options.transport, servers: options.servers, runtime: runtime, warn: options.report)
        let authenticator = ClientAuthenticator(
            clientID: metadata.clientID, method: metadata.authenticationMethod ?? .none,
            algorithm: metadata.tokenEndpointAuthSigningAlg, keyset: options.keyset)
        let authority = AccountAuthority(
            identities: options.identityResolver,
            servers: ServerResolver(
                transport: options.transport, allowHTTP: options.allowHTTP, limits: options.limits, table: options.servers,
                warn: options.report, now: runtime.now), confirmationLimit: options.issuerCheckLimit)
        let events = SessionEvents { options.report($0) }
        let rotator = Self.rotator(options, authority, authenticator, sender, events)
        keeper = SessionKeeper(
            store: options.sessionStore, lock: runtime.requestLock, rotator: rotator, now: runtime.now,
            // Ten to forty seconds early, so that many clients of one server do not all come in the same second.
            leeway: { 10 + 30 * TimeInterval(runtime.randomValues(1).first ?? 0) / 255 })
        self.sender = sender
        self.authenticator = authenticator
        self.authority = authority
        self.events = events
    }

    private static func rotator(
        _ options: OAuthClientOptions, _ authority: AccountAuthority, _ authenticator: ClientAuthenticator, _ sender: DPoPSender,
        _ events: SessionEvents
    ) -> Rotator {
        let (runtime, limits) = (options.runtimeImplementation, options.limits)
        // The reference client's wait: time enough for another process to store what it got.
        let patience: @Sendable () async -> Void = { try? await runtime.sleep(.seconds(1)) }
        return Rotator(
            store: options.sessionStore,
            approach: { session in
                let (metadata, audience) = try await authority.confirm(session.tokenSet.issuer, speaksFor: session.sub)
                let server = AuthorizationServer(
                    metadata: metadata, authentication: session.authentication, dpopKey: session.dpopKey, authenticator: authenticator,
                    sender: sender, limits: limits)
                return (server, audience)
            }, notify: { events.send($0) }, measure: { options.onRotation?($0, $1) },
            awaitOthers: runtime.requestLock.spansEveryProcess ? nil : patience, now: runtime.now)
    }

    /// The session of `sub`, whether or not there is one: that shows when it is used.
    public func session(of sub: DID) -> OAuthSession { OAuthSession(client: self, sub: sub) }

    /// The public keys to host at `jwks_uri`; empty for a public client.
    public var jwks: JWKSet { options.keyset?.publicKeys ?? JWKSet() }

    /// Events of all sessions from now on. A reader who falls more than `limit` events behind loses the oldest.
    public func sessionEvents(buffering limit: Int = 256) -> AsyncStream<SessionEvent> { events.listen(buffering: limit) }

    /// Fetches and validates the metadata document of another client.
    /// - Parameters:
    ///   - clientID: a discoverable `client_id`, an https URL.
    ///   - transport: how the request reaches the network.
    ///   - limits: what it may take.
    /// - Throws: ``ClientMetadataError`` for a document that breaks a rule or is another client's, ``OAuthResolverError`` if there is none.
    public static func fetchMetadata(
        clientID: String, transport: any HTTPTransport, limits: TransferLimits = TransferLimits()
    ) async throws -> ClientMetadata {
        guard case .discoverable(let url) = try ClientID(clientID) else {
            throw ClientMetadataError("client_id", "\(clientID): a loopback client has no document; its id is the metadata")
        }
        let metadata: ClientMetadata
        do {
            metadata = try await MetadataFetcher(transport: transport, limits: limits).fetch(ClientMetadata.self, from: url)
        } catch {
            throw OAuthResolverError(.clientMetadata, "the document at \(url) \(error)", cause: error)
        }
        guard metadata.clientID == clientID else {
            throw ClientMetadataError("client_id", "is \(metadata.clientID) in the document at \(clientID); they must be the same")
        }
        try metadata.validate()
        return metadata
    }

    /// The server of a login or session, ready to be talked to.
    func server(
        _ metadata: AuthorizationServerMetadata, _ authentication: ClientAuthentication, _ dpopKey: PrivateKey
    ) -> AuthorizationServer {
        AuthorizationServer(
            metadata: metadata, authentication: authentication, dpopKey: dpopKey, authenticator: authenticator, sender: sender,
            limits: options.limits)
    }

    func negotiate(with server: AuthorizationServerMetadata) throws(AuthMethodUnsatisfiableError) -> ClientAuthentication {
        try authenticator.negotiate(with: server, at: options.runtimeImplementation.now())
    }
}
