/// What the authorization server shall ask the user (OpenID Connect Core §3.1.2.1, and `create` of its prompt extension).
public enum Prompt: String, Codable, Sendable, CaseIterable {
    /// Nothing: sign in silently or fail.
    case none
    /// The password, even if signed in.
    case login
    /// Consent, even if given before.
    case consent
    /// Which account.
    case selectAccount = "select_account"
    /// To make an account.
    case create
}
