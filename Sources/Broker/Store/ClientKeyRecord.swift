import FoundationEssentials
import JOSE

/// A confidential client's key that the daemon made.
struct ClientKeyRecord: Sendable, Equatable {
    let registration: String
    /// What servers call it (RFC 7517 section 4.5).
    let keyID: String
    let createdAt: Date
    /// Since when no new session begins with it; nil for the one that new sessions begin with.
    var retiredAt: Date?
    /// The private key as a JWK.
    let payload: SecretBytes

    var place: SealedPlace { Self.place(registration, keyID) }

    /// Client keys are no user's.
    static func place(_ registration: String, _ keyID: String) -> SealedPlace {
        SealedPlace(table: "client_key", uid: 0, registration: registration, name: keyID)
    }
}
