/// A client without a web site: `http://localhost?scope=…&redirect_uri=…`, whose query is its metadata
/// (atproto OAuth "Localhost Client Development").
public struct LoopbackClientID: Hashable, Sendable, CustomStringConvertible {
    /// What such a client redirects to if it does not say.
    public static let defaultRedirects = ["http://127.0.0.1/", "http://[::1]/"]
    /// What such a client asks for if it does not say.
    public static let defaultScope = "atproto"

    /// Scope values, separated by spaces.
    public let scope: String
    /// Loopback redirect URIs; one without a port stands for every port.
    public let redirectURIs: [RedirectURI]
    /// The id as text.
    public let description: String

    /// The shortest id for a client with these properties: what equals the default is left out.
    /// - Throws: ``ClientMetadataError`` for a redirect that is not loopback, an empty list, or a scope without `atproto`.
    public init(scope: String = defaultScope, redirectURIs: [String] = defaultRedirects) throws(ClientMetadataError) {
        self.scope = try Self.checked(scope)
        self.redirectURIs = try Self.checked(redirectURIs)
        var query = FormParameters()
        if scope != Self.defaultScope { query["scope"] = scope }
        if redirectURIs != Self.defaultRedirects { query = FormParameters(query.pairs + redirectURIs.map { ("redirect_uri", $0) }) }
        description = "http://localhost" + (query.pairs.isEmpty ? "" : "?" + query.encoded)
    }

    /// Parses an id.
    /// - Throws: ``ClientMetadataError`` naming the rule.
    public init(_ text: String) throws(ClientMetadataError) {
        func refuse(_ rule: String) -> ClientMetadataError { ClientMetadataError("client_id", "\(text): \(rule)") }
        let prefix = "http://localhost"
        guard text.hasPrefix(prefix) else { throw refuse("over http only http://localhost is a client_id") }
        guard !text.contains("#") else { throw refuse("must have no fragment") }
        var rest = text.dropFirst(prefix.count)
        if rest.first == "/" { rest = rest.dropFirst() }
        guard rest.isEmpty || rest.first == "?" else { throw refuse("http://localhost takes neither a port nor a path") }
        let query = FormParameters(encoded: rest)
        if let other = query.pairs.first(where: { $0.name != "scope" && $0.name != "redirect_uri" }) {
            throw refuse("\(other.name) is no parameter of a loopback client_id; scope and redirect_uri are")
        }
        guard query.all("scope").count <= 1 else { throw refuse("scope stands there twice") }
        let redirects = query.all("redirect_uri")
        scope = try Self.checked(query["scope"] ?? Self.defaultScope)
        redirectURIs = try Self.checked(redirects.isEmpty ? Self.defaultRedirects : redirects)
        description = text
    }

    private static func checked(_ scope: String) throws(ClientMetadataError) -> String {
        guard scope.split(separator: " ").contains("atproto") else { throw ClientMetadataError("scope", "must contain atproto") }
        return scope
    }

    private static func checked(_ texts: [String]) throws(ClientMetadataError) -> [RedirectURI] {
        guard !texts.isEmpty else { throw ClientMetadataError("redirect_uris", "must name one URI at least") }
        var redirects: [RedirectURI] = []
        for text in texts {
            let redirect = try RedirectURI(text)
            guard case .loopback = redirect else {
                throw ClientMetadataError("redirect_uris", "\(text): a loopback client redirects to 127.0.0.1 or [::1] only")
            }
            redirects.append(redirect)
        }
        return redirects
    }
}
