import FoundationEssentials

/// A pushed authorization request, from PAR until the browser is sent back.
struct AuthorizationRequest: Sendable {
    static let lifetime = 300.0
    static let uriPrefix = "urn:ietf:params:oauth:request_uri:"

    let uri: String
    let client: Client
    let binding: ClientBinding
    let parameters: AuthorizationParameters
    /// The DPoP key of the pushed request; nil if it carried no proof, and then the token request decides.
    let keyThumbprint: String?
    var expiresAt: Date
    /// The first browser that opened the page.
    var device: String?
    /// Who signed in for this request, a DID.
    var account: String?
}
