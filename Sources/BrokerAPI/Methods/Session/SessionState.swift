/// Where a session stands.
public enum SessionState: String, Codable, Sendable, CaseIterable {
    /// Usable.
    case active
    /// Ended, kept so that one sign-in brings it back.
    case needsLogin = "needs_login"
    /// The answer to a refresh was lost; the access token serves while it works.
    case ambiguousRefresh = "ambiguous_refresh"
}
