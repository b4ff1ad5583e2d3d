public import ATProtoSyntax

/// What happened to a session. Nothing is ever said of sessions that never were.
public enum SessionEvent: Sendable {
    /// It began, or has new tokens. `session` is the stored one.
    case updated(session: Session)
    /// A refresh brought a smaller scope: `lost` holds the values that are no longer granted, in canonical form. It follows `updated`.
    case narrowed(session: Session, lost: [String])
    /// A refresh left, and its answer is lost; see ``Rotation``.
    case ambiguous(sub: DID)
    /// It ended: ``TokenRevokedError`` after a sign-out, else what made it end.
    case deleted(sub: DID, cause: any Error)

    /// The account.
    public var sub: DID {
        switch self {
        case .updated(let session), .narrowed(let session, _): session.sub
        case .ambiguous(let sub), .deleted(let sub, _): sub
        }
    }
}
