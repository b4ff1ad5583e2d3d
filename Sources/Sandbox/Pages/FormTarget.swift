/// The CSP source that covers a redirect URI.
enum FormTarget {
    static func source(_ redirectURI: String) -> String {
        guard let url = URLParts(redirectURI) else {
            return String(redirectURI.prefix { $0 != ":" }) + ":"
        }
        // The grammar of CSP sources has no room for IPv6 addresses.
        return url.host.hasPrefix("[") ? "\(url.scheme):" : url.origin
    }
}
