import HTTPTypes

// Each literal is a valid token, but the initializer cannot know that; falling back to `X-` names would hide a typing error.
extension HTTPField.Name {
    static let dpop = HTTPField.Name("DPoP") ?? .authorization
    static let dpopNonce = HTTPField.Name("DPoP-Nonce") ?? .authorization
    static let referrerPolicy = HTTPField.Name("Referrer-Policy") ?? .authorization
    static let frameOptions = HTTPField.Name("X-Frame-Options") ?? .authorization
    static let fetchSite = HTTPField.Name("Sec-Fetch-Site") ?? .authorization
}
