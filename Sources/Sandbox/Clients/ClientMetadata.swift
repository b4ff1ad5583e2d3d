/// A client metadata document and the rules by which it becomes a `Client`.
struct ClientMetadata {
    private let document: JSON
    private let id: URLParts

    /// - Parameter clientID: The URL under which the document was found, which it must repeat.
    static func client(_ document: JSON, clientID: String) throws(ClientRejection) -> Client {
        guard document.object != nil else { throw ClientRejection("client metadata", "the document is not a JSON object") }
        guard document["client_id"]?.string == clientID else { throw ClientRejection("client_id", "must be the document's own URL") }
        return try ClientMetadata(document: document, id: checkedID(clientID)).client(clientID)
    }

    private func client(_ clientID: String) throws(ClientRejection) -> Client {
        try checkFixedFields()
        try checkClientURI(clientID)
        let authentication = try authentication()
        let isNative = document["application_type"]?.string == "native"
        if isNative, case .privateKeyJWT = authentication {
            throw ClientRejection("token_endpoint_auth_method", "native clients must use none")
        }
        return Client(
            id: clientID, name: document["client_name"]?.string, redirectURIs: try redirects(isNative: isNative), scopes: try scopes(),
            grantTypes: try grantTypes(), authentication: authentication)
    }

    /// https with a path; plain http only on loopback, where nobody but this machine can serve the document.
    private static func checkedID(_ clientID: String) throws(ClientRejection) -> URLParts {
        guard let url = URLParts(clientID), url.userInfo == nil else {
            throw ClientRejection("client_id", "must be a URL without user info")
        }
        guard url.path != "/", !url.path.hasSuffix("/"), !url.path.split(separator: "/").contains("..") else {
            throw ClientRejection("client_id", "must have a normalised path that does not end in a slash")
        }
        guard url.scheme == "https" ? !url.isAddress && !url.isLoopback : url.isLoopback else {
            throw ClientRejection("client_id", "must be https with a host name, or http on loopback for practice")
        }
        return url
    }

    private func checkFixedFields() throws(ClientRejection) {
        guard document["dpop_bound_access_tokens"]?.bool == true else { throw ClientRejection("dpop_bound_access_tokens", "must be true") }
        guard ["web", "native"].contains(document["application_type"]?.string ?? "web") else {
            throw ClientRejection("application_type", "must be web or native")
        }
        guard (document["subject_type"]?.string ?? "public") == "public" else { throw ClientRejection("subject_type", "must be public") }
        guard (document["response_types"].map { $0.strings ?? [] } ?? ["code"]).contains("code") else {
            throw ClientRejection("response_types", "must contain code")
        }
        guard document["jwks"] == nil || document["jwks_uri"] == nil else { throw ClientRejection("jwks", "excludes jwks_uri") }
    }

    private func checkClientURI(_ clientID: String) throws(ClientRejection) {
        guard let text = document["client_uri"]?.string else { return }
        guard let url = URLParts(text), url.origin == id.origin else {
            throw ClientRejection("client_uri", "must have the client id's origin")
        }
        guard url.path == "/" || id.path == url.path || id.path.hasPrefix(url.path.hasSuffix("/") ? url.path : url.path + "/") else {
            throw ClientRejection("client_uri", "must be a parent path of the client id")
        }
    }

    private func scopes() throws(ClientRejection) -> Set<String> {
        let scopes = (document["scope"]?.string ?? "").split(separator: " ").map(String.init)
        guard scopes.contains("atproto") else { throw ClientRejection("scope", "must contain atproto") }
        guard Set(scopes).count == scopes.count else { throw ClientRejection("scope", "contains a value twice") }
        return Set(scopes)
    }

    private func grantTypes() throws(ClientRejection) -> Set<String> {
        let types = document["grant_types"].map { $0.strings ?? [] } ?? ["authorization_code"]
        guard types.contains("authorization_code") else { throw ClientRejection("grant_types", "must contain authorization_code") }
        guard Set(types).count == types.count else { throw ClientRejection("grant_types", "contains a value twice") }
        guard Set(types).isSubset(of: ["authorization_code", "refresh_token"]) else {
            throw ClientRejection("grant_types", "only authorization_code and refresh_token are supported")
        }
        return Set(types)
    }

    private func redirects(isNative: Bool) throws(ClientRejection) -> [RedirectURI] {
        guard let texts = document["redirect_uris"]?.strings, !texts.isEmpty else {
            throw ClientRejection("redirect_uris", "must be a list of at least one URI")
        }
        var redirects: [RedirectURI] = []
        for text in texts {
            let uri = try RedirectURI(text)
            guard isNative || uri.kind == .https else {
                throw ClientRejection("redirect_uris", "web clients must use https, not \"\(text)\"")
            }
            guard uri.kind != .privateUse || uri.isOwned(byHost: id.host) else {
                throw ClientRejection("redirect_uris", "the scheme of \"\(text)\" must be the reversed host of the client id")
            }
            redirects.append(uri)
        }
        return redirects
    }

    private func authentication() throws(ClientRejection) -> Client.Authentication {
        let algorithm = document["token_endpoint_auth_signing_alg"]?.string
        switch document["token_endpoint_auth_method"]?.string {
        case "none":
            guard algorithm == nil else { throw ClientRejection("token_endpoint_auth_signing_alg", "must be absent with the method none") }
            return .none
        case "private_key_jwt":
            guard let algorithm, SigningAlgorithm(rawValue: algorithm) != nil else {
                throw ClientRejection("token_endpoint_auth_signing_alg", "must name a supported algorithm, such as ES256")
            }
            return .privateKeyJWT(algorithm: algorithm, keys: try keys())
        default:
            throw ClientRejection("token_endpoint_auth_method", "must be none or private_key_jwt")
        }
    }

    private func keys() throws(ClientRejection) -> Client.KeySource {
        if let url = document["jwks_uri"]?.string { return .url(url) }
        guard let jwks = document["jwks"], let keys = jwks["keys"]?.array, !keys.isEmpty else {
            throw ClientRejection("jwks", "private_key_jwt needs jwks or jwks_uri with at least one key")
        }
        return .inline(jwks)
    }
}
