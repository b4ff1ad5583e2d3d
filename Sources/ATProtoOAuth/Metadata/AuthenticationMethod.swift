/// How a client proves who it is at the token endpoint (`token_endpoint_auth_method`). OAuth knows more; atproto allows these two.
public enum AuthenticationMethod: String, Sendable, Codable {
    /// A public client: nothing but its `client_id`.
    case none
    /// A confidential client: a JWT signed with a key of its own (RFC 7523 section 2.2).
    case privateKeyJWT = "private_key_jwt"
}
