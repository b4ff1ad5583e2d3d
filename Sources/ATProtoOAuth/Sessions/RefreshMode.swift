/// When `restore` and the like get new tokens.
public enum RefreshMode: String, Sendable, Hashable {
    /// If the access token has ended or is about to.
    case auto
    /// In any case. Callers that ask at the same time share one rotation.
    case always
    /// Never: whatever is stored, even if it has ended.
    case never
}
