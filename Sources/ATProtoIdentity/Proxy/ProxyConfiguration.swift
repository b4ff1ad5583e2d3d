public import ATProtoSyntax

/// Which requests go through a proxy, by the customary environment variables.
public struct ProxyConfiguration: Sendable {
    /// The proxy for https.
    public var https: ProxyServer?
    /// The proxy for plain http.
    public var http: ProxyServer?
    /// Hosts reached directly: names (with everything below them), addresses, blocks such as `10.0.0.0/8`, or `*`.
    public var exceptions: [String]

    /// No proxy at all by default.
    public init(https: ProxyServer? = nil, http: ProxyServer? = nil, exceptions: [String] = []) {
        self.https = https
        self.http = http
        self.exceptions = exceptions
    }

    /// Reads `https_proxy`, `http_proxy` and `no_proxy` (or `HTTPS_PROXY` …; the lower-case name wins) and, for want of one,
    /// `all_proxy`. Empty values count as absent.
    ///
    /// - Throws: ``SyntaxError`` for a proxy that is not understood, because going around it would be worse.
    public init(environment: [String: String]) throws(SyntaxError) {
        let value = { (name: String) in [name, name.uppercased()].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } }
        let proxy = { (name: String) throws(SyntaxError) -> ProxyServer? in
            guard let text = value(name) ?? value("all_proxy") else { return nil }
            return try ProxyServer(text)
        }
        https = try proxy("https_proxy")
        http = try proxy("http_proxy")
        exceptions = (value("no_proxy") ?? "").split { $0 == "," || $0 == " " }.map { $0.lowercased() }
    }

    /// The proxy that a request to `url` goes through; `nil` for a direct connection.
    public func proxy(for url: HTTPURL) -> ProxyServer? {
        exceptions.contains { Self.exception($0, covers: url) } ? nil : url.scheme == .https ? https : http
    }

    private static func exception(_ exception: String, covers url: HTTPURL) -> Bool {
        if exception == "*" { return true }
        if let address = url.ipAddress { return AddressRange(exception)?.contains(address) ?? false }
        let parts = exception.split(separator: ":", maxSplits: 1)
        guard let name = parts.first?.drop(while: { $0 == "*" || $0 == "." }), !name.isEmpty else { return false }
        if parts.count == 2, parts[1] != "\(url.effectivePort)" { return false }
        return url.host == name || url.host.hasSuffix("." + name)
    }
}
