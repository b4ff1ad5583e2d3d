/// An absolute `http` or `https` URL in the normal form of the WHATWG URL Standard: the form that goes on the wire, that a DPoP `htu`
/// is made of, and that two URLs are compared in.
///
/// The host is lower-case ASCII, addresses in any notation are canonical, a default port is dropped, dot segments are resolved, and
/// a fragment is dropped because it never leaves the client. User names and passwords are refused.
public struct HTTPURL: SyntaxValue {
    /// The longest URL that is looked at, in bytes.
    public static let maximumLength = 16_384

    /// The two schemes there are.
    public enum Scheme: String, Sendable {
        case http, https

        /// 80 or 443.
        public var defaultPort: Int { self == .http ? 80 : 443 }
    }

    /// `http` or `https`.
    public let scheme: Scheme
    /// A domain name, an IPv4 address, or an IPv6 address in brackets.
    public let host: String
    /// The port where it is not the scheme's default.
    public let port: Int?
    /// The path, percent-encoded; it always starts with `/`.
    public let path: String
    /// What follows `?`, percent-encoded; `nil` if there is no `?`.
    public let query: String?

    init(scheme: Scheme, host: String, port: Int?, path: String, query: String?) {
        self.scheme = scheme
        self.host = host
        self.port = port == scheme.defaultPort ? nil : port
        self.path = path
        self.query = query
    }

    /// The port that is connected to.
    public var effectivePort: Int { port ?? scheme.defaultPort }

    /// Scheme, host and port, as in `https://example.com` or `http://127.0.0.1:8080` (RFC 6454 §6.2).
    public var origin: String { "\(scheme.rawValue)://\(authority)" }

    /// Host and port as they stand in a `Host` header.
    public var authority: String { port.map { "\(host):\($0)" } ?? host }

    /// Path and query as they stand in a request line.
    public var pathAndQuery: String { query.map { "\(path)?\($0)" } ?? path }

    /// The URL without its query: the `htu` of a DPoP proof (RFC 9449 §4.2).
    public var withoutQuery: String { origin + path }

    /// The whole URL.
    public var description: String { origin + pathAndQuery }

    /// The address, if the host is one.
    public var ipAddress: IPAddress? {
        IPAddress(host.first == "[" ? String(host.dropFirst().dropLast()) : host)
    }

    /// Whether the host is `localhost`, below it, or a loopback address.
    public var isLoopback: Bool {
        host == "localhost" || host.hasSuffix(".localhost") || ipAddress?.isLoopback == true
    }

    /// Whether there is nothing beyond the origin: path `/` and no query.
    public var isOrigin: Bool { path == "/" && query == nil }

    /// Whether `original`, which this was parsed from, was already in normal form. A missing path passes for `/`; an upper-case
    /// host, a spelled-out default port, dot segments or a fragment do not pass.
    public func isCanonical(_ original: String) -> Bool {
        original == description || (isOrigin && original == origin)
    }
}
