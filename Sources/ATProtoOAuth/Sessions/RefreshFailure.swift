import ATProtoIdentity

/// What a failed refresh says about the refresh token.
enum RefreshFailure {
    /// The server refuses it for good.
    case invalidGrant
    /// The server cannot have spent it: the request never left, or was answered with another refusal.
    case notRotated
    /// The request was answered, and the answer tells nothing: something in front of the server spoke, or the server is out of order. It
    /// may go on for as long as an outage does.
    case unclear
    /// The request left, and nothing came back.
    case lost

    init(_ error: any Error) {
        switch error {
        case let error as OAuthResponseError where error.status == 400 && error.error == "invalid_grant": self = .invalidGrant
        // A gateway's page in place of an answer may hide a rotation behind it; a server that says it is busy did nothing.
        case let error as OAuthResponseError where error.error != nil || [429, 503].contains(error.status): self = .notRotated
        case let error as OAuthResponseError where (300..<500).contains(error.status): self = .notRotated
        case let error as TransportError where !error.mayHaveLeft: self = .notRotated
        case let error as TransportError where error.wasAnswered: self = .unclear
        case is OAuthResponseError, is MalformedResponseError: self = .unclear
        case is TransportError, is CancellationError: self = .lost
        // Everything else fails while the request is still being made.
        default: self = .notRotated
        }
    }
}
