import Crypto

/// The key that an account's repository would be signed with. Nothing is signed here, but clients expect to read it in the document.
struct RepositoryKey: Sendable {
    /// The multicodec prefix of a compressed P-256 key.
    private static let prefix: [UInt8] = [0x80, 0x24]

    /// The public key as a Multikey: multibase base58btc of multicodec and key.
    let publicKey: String

    init() { publicKey = "z" + Base58.encode(Self.prefix + P256.Signing.PrivateKey().publicKey.compressedRepresentation) }
}
