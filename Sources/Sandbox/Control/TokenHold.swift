/// The point at which token requests are held.
public enum TokenHold: String, Sendable, Hashable, Codable {
    /// They are not held.
    case none
    /// Before anything is spent or issued.
    case beforeIssue
    /// After the old token was spent and new ones were issued, before the answer is sent.
    case afterIssue
}
