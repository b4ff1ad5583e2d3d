/// What the authorization page should ask of the user (OpenID Connect Core section 3.1.2.1, and its "Initiating User Registration").
public enum Prompt: String, Sendable, CaseIterable, Codable {
    /// Nothing: succeed without interaction, or fail at the callback with `login_required` and the like.
    case none
    /// To sign in again.
    case login
    /// To consent again.
    case consent
    /// To choose among accounts.
    case selectAccount = "select_account"
    /// To create an account.
    case create
}
