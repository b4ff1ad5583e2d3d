import BrokerAPI
import FoundationEssentials
import JOSE

/// A session as the store keeps it: what may be listed in the clear, and the sealed rest.
struct SessionRecord: Sendable, Equatable {
    let key: SessionKey
    /// The account's handle if it was verified.
    var handle: String?
    /// The account's server.
    var pds: String
    /// The authorization server.
    var issuer: String
    /// The granted scope.
    var scope: String
    var state: BrokerAPI.SessionState
    /// Why the session ended.
    var cause: String?
    /// When the access token expires.
    var expiresAt: Date?
    /// When the session ends whatever is done.
    var endsAt: Date?
    let createdAt: Date
    var updatedAt: Date
    /// Tokens and key; nil if the session has ended, or if it was not asked for.
    var payload: SecretBytes?
}
