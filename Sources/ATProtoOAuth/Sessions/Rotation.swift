public import FoundationEssentials

/// How far a rotation of a session's tokens has come. Refresh tokens are good once, and replaying a spent one ends the session, so a
/// lost answer must never be followed by a careless second try.
public enum Rotation: Hashable, Sendable, Codable {
    /// The tokens are the newest there are.
    case settled
    /// A refresh has left or was about to. If nobody waits for its answer any more, the server may or may not have rotated: the
    /// access token is used as long as it works, then the refresh token is tried once more. A try that was answered, though not so that
    /// one could know, does not count as that one: an outage may last.
    case begun(at: Date)
    /// That second try has left. If nothing comes back, there is no third.
    case retried(at: Date)

    /// Whether the tokens may no longer be the newest.
    public var isAmbiguous: Bool { self != .settled }
}
