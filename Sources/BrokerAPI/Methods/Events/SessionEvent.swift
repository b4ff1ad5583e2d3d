/// The notification `events.session`: something happened to a session of the caller's.
public struct SessionEvent: Codable, Sendable, Equatable {
    /// The notification's method name.
    public static let method = "events.session"

    /// What can happen to a session.
    public enum Kind: String, Codable, Sendable, CaseIterable {
        /// Signed in or refreshed.
        case updated
        /// Signed out or removed.
        case deleted
        /// Its fixed end is near; `endsAt` says when.
        case expiring
        /// It ended and one sign-in brings it back; `cause` says why.
        case needsLogin = "needs_login"
    }

    /// What happened.
    public var kind: Kind
    /// The account's DID.
    public var did: String
    /// The account's handle as last verified.
    public var handle: String?
    /// The OAuth client it belongs to.
    public var registration: String?
    /// Why.
    public var cause: SessionCause?
    /// When the session ends at the latest.
    public var endsAt: Timestamp?

    /// An event.
    public init(
        kind: Kind, did: String, handle: String? = nil, registration: String? = nil, cause: SessionCause? = nil, endsAt: Timestamp? = nil
    ) {
        self.kind = kind
        self.did = did
        self.handle = handle
        self.registration = registration
        self.cause = cause
        self.endsAt = endsAt
    }
}
