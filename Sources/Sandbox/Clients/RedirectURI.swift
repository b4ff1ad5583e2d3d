/// A redirect URI from a client's metadata.
struct RedirectURI: Sendable {
    enum Kind: Sendable {
        case https, loopback, privateUse
    }

    let text: String
    let kind: Kind

    init(_ text: String) throws(ClientRejection) {
        self.text = text
        kind = try Self.kind(of: text)
    }

    /// String equality, except that a loopback URI registered without a port stands for every port (RFC 8252 §7.3).
    func matches(_ uri: String) -> Bool {
        if uri == text { return true }
        guard kind == .loopback, let registered = URLParts(text), registered.port == nil, let asked = URLParts(uri) else { return false }
        return asked.scheme == "http" && asked.host == registered.host && asked.pathAndQuery == registered.pathAndQuery
    }

    /// Private-use schemes must be the reversed host of the client id, so that no client can claim another's.
    func isOwned(byHost host: String) -> Bool {
        let scheme = text.prefix { $0 != ":" }
        return host.split(separator: ".").reversed().joined(separator: ".") == scheme
    }

    private static func kind(of text: String) throws(ClientRejection) -> Kind {
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), !text.contains("#") else {
            throw ClientRejection("redirect_uris", "\"\(text)\" is not a URI without fragment")
        }
        if let url = URLParts(text) {
            guard url.userInfo == nil else { throw ClientRejection("redirect_uris", "\"\(text)\" must have no user info") }
            if url.scheme == "https" { return .https }
            guard ["127.0.0.1", "[::1]"].contains(url.host) else {
                throw ClientRejection("redirect_uris", "\"\(text)\" must use https, or http with the host 127.0.0.1 or [::1]")
            }
            return .loopback
        }
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].contains("."), parts[1].hasPrefix("/"), !parts[1].hasPrefix("//") else {
            throw ClientRejection(
                "redirect_uris", "\"\(text)\" is neither https, loopback, nor a private-use URI like com.example.app:/callback")
        }
        return .privateUse
    }
}
