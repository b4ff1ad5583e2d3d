/// A session as its owner sees it: everything but its secrets.
public struct SessionSummary: Codable, Sendable, Equatable {
    /// The account's DID.
    public var did: String
    /// The account's handle as last verified; `handle.invalid` if it does not point back.
    public var handle: String
    /// The account's server, where its requests go.
    public var pds: String
    /// The authorization server.
    public var issuer: String
    /// The granted scope.
    public var scope: String
    /// The OAuth client that signed in.
    public var registration: String
    /// Where the session stands.
    public var state: SessionState
    /// Why, unless it is active.
    public var cause: SessionCause?
    /// When the access token expires, if the server said.
    public var expiresAt: Timestamp?
    /// When the session itself ends, whatever is done, if that is known.
    public var endsAt: Timestamp?

    /// A session.
    public init(
        did: String, handle: String, pds: String, issuer: String, scope: String, registration: String, state: SessionState,
        cause: SessionCause? = nil, expiresAt: Timestamp? = nil, endsAt: Timestamp? = nil
    ) {
        self.did = did
        self.handle = handle
        self.pds = pds
        self.issuer = issuer
        self.scope = scope
        self.registration = registration
        self.state = state
        self.cause = cause
        self.expiresAt = expiresAt
        self.endsAt = endsAt
    }

    static let schema = JSONSchema.object(
        "a session",
        .required("did", .did),
        .required("handle", .handle),
        .required("pds", .pds),
        .required("issuer", .issuer),
        .required("scope", .scope),
        .required("registration", .registration),
        .required("state", .choice("where the session stands", SessionState.self)),
        .optional("cause", .cause),
        .optional("expiresAt", .tokenExpiry),
        .optional("endsAt", .timestamp("when the session ends, whatever is done")))
}
