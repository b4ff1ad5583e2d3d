/// How a session's client authenticates. It is chosen when a login begins and kept with the session, because servers bind the
/// session to it.
public enum ClientAuthentication: Sendable, Hashable, Codable {
    /// By its `client_id` alone.
    case none
    /// By an assertion signed with the key named `keyID`.
    case privateKeyJWT(keyID: String)
}
