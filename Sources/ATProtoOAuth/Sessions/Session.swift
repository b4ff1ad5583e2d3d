public import ATProtoSyntax
public import FoundationEssentials
public import JOSE

/// A signed-in account: its tokens, the key they are bound to, and how far a rotation has come. An immutable value: whoever reads
/// one has a token, a key and an audience that belong together.
public struct Session: Sendable {
    /// The key that every request of the session proves possession of.
    public let dpopKey: PrivateKey
    /// How the client authenticates; servers bind the session to it.
    public let authentication: ClientAuthentication
    /// The tokens.
    public let tokenSet: TokenSet
    /// How far a rotation of the tokens has come. It is stored before a refresh leaves and after its answer, so that a process that
    /// is killed in between knows afterwards what it cannot know.
    public let rotation: Rotation
    /// When the user signed in.
    public let createdAt: Date
    /// What the login asked for; nil if that was not kept.
    public let requestedScope: String?

    /// A session.
    public init(
        dpopKey: PrivateKey, authentication: ClientAuthentication, tokenSet: TokenSet, rotation: Rotation = .settled, createdAt: Date,
        requestedScope: String? = nil
    ) {
        self.dpopKey = dpopKey
        self.authentication = authentication
        self.tokenSet = tokenSet
        self.rotation = rotation
        self.createdAt = createdAt
        self.requestedScope = requestedScope
    }

    /// The account.
    public var sub: DID { tokenSet.sub }

    func with(_ rotation: Rotation) -> Session {
        Session(
            dpopKey: dpopKey, authentication: authentication, tokenSet: tokenSet, rotation: rotation, createdAt: createdAt,
            requestedScope: requestedScope)
    }

    func with(_ tokenSet: TokenSet) -> Session {
        Session(
            dpopKey: dpopKey, authentication: authentication, tokenSet: tokenSet, rotation: .settled, createdAt: createdAt,
            requestedScope: requestedScope)
    }
}
