import HTTPTypes

extension HTTPField.Name {
    static let dpop = named("DPoP")
    static let dpopNonce = named("DPoP-Nonce")
    static let referrerPolicy = named("Referrer-Policy")
    static let frameOptions = named("X-Frame-Options")
    static let fetchSite = named("Sec-Fetch-Site")

    /// The initializer cannot know that a literal is a valid token; a typing error must stop the first run.
    private static func named(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("\(text) is not a field name") }
        return name
    }
}
