import FoundationEssentials
import JOSE

/// A sign-in for which the browser is away.
struct LoginRecord: Sendable, Equatable {
    let uid: UInt32
    let registration: String
    /// The `state` parameter of the authorization request (RFC 6749 section 4.1.1).
    let nonce: String
    let createdAt: Date
    let expiresAt: Date
    /// Verifier and key.
    let payload: SecretBytes
}
