/// Proof Key for Code Exchange (RFC 7636): the verifier stays with the client, its S256 challenge goes with the authorization request.
public struct PKCE: Sendable {
    /// The only method that atproto allows.
    public static let method = "S256"

    /// The secret that the token request proves possession of.
    public let verifier: SecretString
    /// BASE64URL(SHA256(ASCII(verifier))), RFC 7636 section 4.2.
    public let challenge: String

    /// A pair from 32 random bytes, as RFC 7636 section 4.1 recommends: a verifier of 43 characters.
    public init(random: [UInt8]) { self.init(verifier: SecretString(Base64URL.encode(random))) }

    /// The pair that belongs to a verifier kept from before.
    public init(verifier: SecretString) {
        self.verifier = verifier
        challenge = Base64URL.encode(verifier.digest())
    }
}
