/// The client that `http://localhost?…` stands for: everything about it is in its id, nothing is fetched.
enum LoopbackClient {
    private static let prefix = "http://localhost"

    static func matches(_ clientID: String) -> Bool {
        clientID == prefix || clientID.hasPrefix(prefix + "?") || clientID.hasPrefix(prefix + "/")
    }

    static func make(_ clientID: String) throws(ClientRejection) -> Client {
        let query = try query(of: clientID)
        if let stranger = query.fields.first(where: { !["scope", "redirect_uri"].contains($0.name) }) {
            throw ClientRejection("client_id", "a loopback client id takes only scope and redirect_uri, not \(stranger.name)")
        }
        guard query.all("scope").count <= 1 else { throw ClientRejection("client_id", "scope may stand only once") }
        let scopes = (query["scope"] ?? "atproto").split(separator: " ").map(String.init)
        guard scopes.contains("atproto") else { throw ClientRejection("client_id", "scope must contain atproto") }
        let named = query.all("redirect_uri")
        let redirects = named.isEmpty ? ["http://127.0.0.1/", "http://[::1]/"] : named
        return Client(
            id: clientID, name: nil, redirectURIs: try redirects.map(redirect), scopes: Set(scopes),
            grantTypes: ["authorization_code", "refresh_token"], authentication: .none)
    }

    private static func query(of clientID: String) throws(ClientRejection) -> FormFields {
        var rest = clientID.dropFirst(prefix.count)
        if rest.hasPrefix("/") { rest = rest.dropFirst() }
        guard rest.isEmpty || rest.hasPrefix("?"), !rest.contains("#") else {
            throw ClientRejection("client_id", "a loopback client id is http://localhost with an optional query, and no port or path")
        }
        guard let query = FormFields(parsing: rest.dropFirst()) else {
            throw ClientRejection("client_id", "the query has a broken percent-escape")
        }
        return query
    }

    private static func redirect(_ text: String) throws(ClientRejection) -> RedirectURI {
        let uri = try RedirectURI(text)
        guard uri.kind == .loopback else {
            throw ClientRejection("redirect_uri", "\"\(text)\" must be http with the host 127.0.0.1 or [::1]")
        }
        return uri
    }
}
