import HTTPTypes

extension HTTPField.Name {
    // The names are constants, so that a failure would show in every test.
    /// `DPoP-Nonce` (RFC 9449 section 8.1).
    static let dpopNonce = HTTPField.Name("DPoP-Nonce") ?? .authorization
    /// `DPoP` (RFC 9449 section 4.1).
    static let dpop = HTTPField.Name("DPoP") ?? .authorization
}
