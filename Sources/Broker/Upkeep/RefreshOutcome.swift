import ATProtoIdentity
import ATProtoOAuth
import FoundationEssentials

/// What a background refresh says about the server it went to.
enum RefreshOutcome: Equatable {
    /// The server answered: there are new tokens, or the session has ended.
    case answered
    /// The server or the way to it failed; `retryAfter` is how many seconds it asked to be left alone.
    case serverFailed(retryAfter: TimeInterval?)
    /// Nothing was learned of the server: the session needed no refresh, or failed for a reason of its own.
    case notTried

    init(_ error: any Error, at now: Date) {
        guard let error = error as? TokenRefreshError else {
            self = .notTried
            return
        }
        switch (error.reason, error.cause) {
        case (.refused, _), (.issuerChanged, _), (.notStored, _): self = .answered
        case (.ambiguous, let response as OAuthResponseError): self = .serverFailed(retryAfter: response.retryAfter(at: now))
        case (.ambiguous, _): self = .serverFailed(retryAfter: nil)
        case (.unavailable, let response as OAuthResponseError) where response.status == 429 || response.status >= 500:
            self = .serverFailed(retryAfter: response.retryAfter(at: now))
        case (.unavailable, let resting as ServerRestingError): self = .serverFailed(retryAfter: resting.retryAfter(at: now))
        // An account whose own directory entry cannot be had says nothing about the server.
        case (.unavailable, let resolution as OAuthResolverError) where resolution.step != .identity: self = .serverFailed(retryAfter: nil)
        case (.unavailable, is TransportError): self = .serverFailed(retryAfter: nil)
        default: self = .notTried
        }
    }
}
