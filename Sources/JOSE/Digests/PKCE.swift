/// Proof Key for Code Exchange (RFC 7636): the verifier stays with the client, its S256 challenge goes with the authorization request.
public struct PKCE: Sendable {
    /// The only method that atproto allows.
    public static let method = "S256"

    /// The secret that the token request proves possession of.
    public let verifier: SecretString
    /// BASE64URL(SHA256(ASCII(verifier))), RFC 7636 section 4.2.
    public let challenge: String

    /// A pair from 32 random bytes, as RFC 7636 section 4.1 recommends: a verifier of 43 characters.
    /// - Parameter sha256: the hash function, for those who bring their own.
    public init(random: [UInt8], sha256: ([UInt8]) -> [UInt8] = { Digest.sha256.hash($0) }) {
        self.init(verifier: SecretString(Base64URL.encode(random)), sha256: sha256)
    }

    /// The pair that belongs to a verifier kept from before.
    public init(verifier: SecretString, sha256: ([UInt8]) -> [UInt8] = { Digest.sha256.hash($0) }) {
        self.verifier = verifier
        challenge = Base64URL.encode(sha256(Array(verifier.reveal().utf8)))
    }
}
