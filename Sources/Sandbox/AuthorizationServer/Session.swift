import FoundationEssentials

/// What the user granted to one client: the tokens in force and what they are bound to.
struct Session: Sendable {
    let id: String
    let binding: ClientBinding
    /// A DID.
    let account: String
    var scope: String
    /// The DPoP key; no other can use or refresh the tokens.
    let keyThumbprint: String
    let createdAt: Date
    /// Nil for clients without the refresh_token grant.
    var refreshToken: String?
    var accessTokenID: String
    var accessExpiresAt: Date
    var refreshedAt: Date
    /// Why the session is dead; nil while it lives.
    var ending: String?

    /// Production lifetimes: two weeks in all for public clients; two years in all and three months idle for confidential ones.
    func isExpired(at now: Date, lifetime: Double?) -> Bool {
        let day = 86_400.0
        let age = now.timeIntervalSince(createdAt)
        if let lifetime { return age >= lifetime }
        guard binding.key != nil else { return age >= 14 * day }
        return age >= 730 * day || now.timeIntervalSince(refreshedAt) >= 90 * day
    }
}
