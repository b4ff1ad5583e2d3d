import ATProtoIdentity
import ATProtoOAuth

extension TokenRefreshError {
    /// What figures call a refresh that failed like this; nil if there was none to make.
    var outcome: String? {
        switch reason {
        case .noSession, .wrongSubject: nil
        case .noRefreshToken: "no_refresh_token"
        case .refused: (cause as? OAuthResponseError)?.error ?? "" == "invalid_grant" ? "invalid_grant" : "refused"
        case .issuerChanged: "issuer_changed"
        case .notStored: "not_stored"
        case .answersLost: "answers_lost"
        case .ambiguous: "ambiguous"
        case .unavailable: causeOfUnavailability
        }
    }

    private var causeOfUnavailability: String {
        switch cause {
        case is TransportError: "network"
        case is OAuthResolverError, is IdentityError: "resolver"
        case is OAuthResponseError: "server"
        case is StoreError: "store"
        default: "unavailable"
        }
    }
}
