public import ATProtoSyntax

/// A session could not be used or refreshed.
public struct TokenRefreshError: Error, Sendable, CustomStringConvertible {
    /// What a caller may branch on.
    public enum Reason: String, Sendable {
        /// There is no session of this account.
        case noSession
        /// The session has no refresh token and its access token is no longer good.
        case noRefreshToken
        /// The authorization server refused the refresh token: the session has ended.
        case refused
        /// The account now belongs to another authorization server, or the tokens to another account: the session has ended.
        case issuerChanged
        /// The stored session is not this account's.
        case wrongSubject
        /// The new tokens could not be stored; they were revoked, and the session has ended.
        case notStored
        /// The answer to a refresh was lost, and so was that to the one more try: the session has ended. A third could only look like
        /// theft to the server.
        case answersLost
        /// A refresh had left when its answer was lost, so the server may or may not have rotated. The next call settles it.
        case ambiguous
        /// The server or the way to it failed; the session is untouched.
        case unavailable
    }

    /// The account.
    public let sub: DID
    /// What a caller may branch on.
    public let reason: Reason
    /// What lies beneath.
    public let cause: (any Error)?

    /// An error about `sub`'s session.
    public init(_ sub: DID, _ reason: Reason, cause: (any Error)? = nil) {
        self.sub = sub
        self.reason = reason
        self.cause = cause
    }

    /// Whether the user has to sign in again.
    public var endsSession: Bool { [.refused, .issuerChanged, .notStored, .answersLost].contains(reason) }

    /// The account, what happened, and why.
    public var description: String {
        let what =
            switch reason {
            case .noSession: "there is no session; sign in"
            case .noRefreshToken: "the access token has ended and there is no refresh token; sign in again"
            case .refused: "the authorization server refused the refresh token; sign in again"
            case .issuerChanged: "the account is no longer with the server that issued the session; sign in again"
            case .wrongSubject: "the stored session belongs to another account"
            case .notStored: "the new tokens could not be stored and were revoked; sign in again"
            case .answersLost: "the answers to a refresh and to the one more try were lost; sign in again"
            case .ambiguous: "the answer to a refresh was lost; the next call settles whether the session lives"
            case .unavailable: "the session could not be refreshed now; try again"
            }
        return "\(sub): \(what)" + (cause.map { " (\($0))" } ?? "")
    }
}
