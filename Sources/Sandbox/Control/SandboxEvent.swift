public import FoundationEssentials

/// One entry of the token journal.
public struct SandboxEvent: Sendable, Hashable, Codable {
    /// What happened to the session.
    public enum Kind: String, Sendable, Codable {
        /// A code was exchanged; the session begins.
        case issued
        /// A refresh spent one token and issued the next.
        case rotated
        /// A spent refresh token or code came again.
        case replayed
        /// A refresh was refused because a knob said so.
        case refused
        /// Tokens were issued and the answer was thrown away because a knob said so.
        case dropped
        /// The client revoked a token of the session.
        case revoked
        /// The session ended; `cause` says why.
        case ended
    }

    /// Counts up from 1 without gaps.
    public let sequence: Int
    /// When, by the sandbox's clock.
    public let time: Date
    /// What happened.
    public let kind: Kind
    /// The session it happened to.
    public let session: String
    /// The session's account, a DID.
    public let account: String
    /// The first 16 hexadecimal digits of the SHA-256 of the refresh token that the client sent.
    public let usedTokenHash: String?
    /// The same of the refresh token that was issued.
    public let issuedTokenHash: String?
    /// Why a session ended, or what was wrong.
    public let cause: String?
}
