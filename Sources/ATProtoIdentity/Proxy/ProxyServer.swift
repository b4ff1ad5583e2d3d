public import ATProtoSyntax

/// An HTTP proxy: where it listens, and the credentials it wants, which are never printed.
public struct ProxyServer: Hashable, Sendable, CustomStringConvertible {
    /// The proxy's host, lower-cased.
    public let host: String
    /// The proxy's port.
    public let port: Int
    let credentials: Credentials?

    /// A user name and password that no way of printing shows, `dump` included.
    struct Credentials: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
        /// `user:password`. Every use is a place where a secret leaves its type.
        let text: String

        var description: String { "‹secret›" }
        var customMirror: Mirror { Mirror(self, children: []) }
    }

    /// Parses `[http://][user:password@]host[:port][/]`; the port defaults to 80.
    ///
    /// - Throws: ``SyntaxError`` if it is something else, a SOCKS or https proxy included.
    public init(_ text: String) throws(SyntaxError) {
        let withoutScheme = text.lowercased().hasPrefix("http://") ? String(text.dropFirst(7)) : text
        guard !withoutScheme.contains("://") else { throw Self.error("must be an http:// URL: other proxies are not supported") }
        let parts = withoutScheme.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count <= 2, let address = parts.last, let url = try? HTTPURL("http://" + address), url.isOrigin else {
            throw Self.error("must be a host and a port, such as http://proxy.example:3128")
        }
        host = url.ipAddress?.description ?? url.host
        port = url.effectivePort
        credentials = parts.count == 2 ? PercentEncoding.decode(parts[0]).map { Credentials(text: $0) } : nil
    }

    /// Host and port alone.
    public var description: String { "\(host):\(port)" }

    // The value may hold a password, so it is not repeated.
    private static func error(_ rule: String) -> SyntaxError { SyntaxError(type: "proxy", value: "…", rule: rule) }
}
