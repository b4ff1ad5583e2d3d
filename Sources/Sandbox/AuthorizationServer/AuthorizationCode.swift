import FoundationEssentials

/// A code on its way from the redirect to the token endpoint.
struct AuthorizationCode: Sendable {
    let request: AuthorizationRequest
    let account: String
    let expiresAt: Date
    /// Decided with the code, so that a replay can end the session whatever became of the first exchange.
    let session: String
    var isSpent = false
}
