public import FoundationEssentials

/// What a sign-out achieved.
public enum Revocation: Sendable, Hashable {
    /// The server was told, and the session is forgotten. Resource servers that check tokens by themselves may take the access token
    /// until it ends.
    case revoked
    /// The session is forgotten here, but the server could not be told: the access token works until it ends.
    case localOnly(reason: String, accessTokenEndsAt: Date?)
    /// There was no session.
    case nothingToRevoke
}
