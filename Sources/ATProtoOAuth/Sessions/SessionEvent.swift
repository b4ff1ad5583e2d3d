public import ATProtoSyntax

/// What happened to a session. Nothing is ever said of sessions that never were.
public enum SessionEvent: Sendable {
    /// It began, or has new tokens. `session` is the stored one.
    case updated(session: Session)
    /// A refresh left, and its answer is lost; see ``Rotation``.
    case ambiguous(sub: DID)
    /// It ended: ``TokenRevokedError`` after a sign-out, else what made it end.
    case deleted(sub: DID, cause: any Error)

    /// The account.
    public var sub: DID {
        switch self {
        case .updated(let session): session.sub
        case .ambiguous(let sub), .deleted(let sub, _): sub
        }
    }
}
