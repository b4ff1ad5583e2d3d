import FoundationEssentials

/// A login that is under way in somebody's browser.
struct Flow: Sendable {
    /// What the caller knows it by.
    let id: String
    let tenant: Tenant
    /// Who began it.
    let caller: Caller
    /// The `state` parameter, by which the browser's return is recognised.
    let state: String
    let redirectURI: String
    let expiresAt: Date
}
