/// What a server found wrong with a signed request, or the nonce it sent with an answer that was right.
public struct RejectedSignature: Codable, Sendable, Equatable {
    /// The `tokenId` that the server rejected as `invalid_token`; the daemon refreshes if it is still the current one.
    public var tokenId: String?
    /// The nonce from the server's `DPoP-Nonce` header; the daemon keeps it for the server's origin.
    public var dpopNonce: String?

    /// A rejection.
    public init(tokenId: String? = nil, dpopNonce: String? = nil) {
        self.tokenId = tokenId
        self.dpopNonce = dpopNonce
    }

    static let schema = JSONSchema.object(
        "what the server rejected",
        .optional("tokenId", .string("the tokenId that the server rejected", length: 1...128)),
        .optional("dpopNonce", .string("the value of the server's DPoP-Nonce header", length: 1...1024)))
}
