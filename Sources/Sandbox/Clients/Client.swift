/// A client whose metadata passed every rule.
struct Client: Sendable {
    enum Authentication: Sendable {
        case none
        case privateKeyJWT(algorithm: String, keys: KeySource)
    }

    enum KeySource: Sendable {
        case inline(JSON)
        case url(String)
    }

    let id: String
    /// What the consent page shows; chosen by the client, so the page shows the id as well.
    let name: String?
    let redirectURIs: [RedirectURI]
    let scopes: Set<String>
    let grantTypes: Set<String>
    let authentication: Authentication

    /// Confidential clients get longer sessions and may ask for silent sign-in.
    var isConfidential: Bool {
        if case .none = authentication { false } else { true }
    }

    func registered(_ uri: String) -> Bool {
        redirectURIs.contains { $0.matches(uri) }
    }
}
