import HTTPTypes

extension HTTPField.Name {
    /// The proof (RFC 9449 §4.1).
    static let dpop = Self.known("DPoP")
    /// The server's nonce (RFC 9449 §8).
    static let dpopNonce = Self.known("DPoP-Nonce")

    private static func known(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("\(name) is a field name") }
        return name
    }
}
