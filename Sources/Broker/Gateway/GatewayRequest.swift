import ATProtoSyntax
import BrokerAPI
import HTTPTypes
import NIOHTTP1

/// A request through the gateway, read so that what goes to the account's server can be built anew from it: nothing is copied that
/// two servers might understand in two ways.
struct GatewayRequest: Sendable {
    let method: HTTPRequest.Method
    /// Path and query at the account's own server.
    let target: String
    /// The fields that go there.
    let fields: HTTPFields
    let content: RequestContentLength
    /// Whether the client waits to be asked for the content (RFC 9110 section 10.1.1).
    let expectsContinue: Bool
    /// The account that the request names.
    let account: String?
    /// The OAuth client that the account is to be signed in through.
    let registration: String?
    /// The host that the client believes it talks to, without a port.
    let host: String

    static let accountField = "atoauth-account"
    static let registrationField = "atoauth-registration"
    static let methods = ["GET", "HEAD", "OPTIONS", "POST"]

    /// - Throws: ``GatewayRefusal`` for what the gateway does not carry.
    init(_ head: HTTPRequestHead) throws(GatewayRefusal) {
        guard head.version == .http1_1 || head.version == .http1_0 else {
            throw GatewayRefusal(.httpVersionNotSupported, "the gateway speaks HTTP/1.1 and HTTP/1.0")
        }
        // TRACE would have the server send the access token back in its answer's content.
        guard Self.methods.contains(head.method.rawValue), let method = HTTPRequest.Method(head.method.rawValue) else {
            throw GatewayRefusal(.methodNotAllowed, "the gateway carries \(Self.methods.joined(separator: ", "))")
        }
        guard !head.headers.contains(name: "upgrade") else {
            throw GatewayRefusal(.notImplemented, "the gateway does not switch protocols; subscriptions need no authorization")
        }
        self.method = method
        target = try Self.target(head.uri)
        content = try RequestContentLength(head)
        expectsContinue = try Self.expectsContinue(head)
        host = try Self.host(head)
        account = try Self.single(Self.accountField, head)
        registration = try Self.single(Self.registrationField, head)
        fields = try GatewayFields.outgoing(head.headers)
    }

    /// The target must be one already in the form that goes on the wire: dot segments, a fragment or a second host would lead
    /// elsewhere than rules were asked about. Characters that a query must not have are written as a URL has them.
    private static func target(_ uri: String) throws(GatewayRefusal) -> String {
        guard uri.utf8.first == UInt8(ascii: "/") else {
            throw GatewayRefusal(.badRequest, "the request target must be a path, /xrpc/ and what follows (RFC 9112 section 3.2.1)")
        }
        guard uri.utf8.count <= 16_000 else { throw GatewayRefusal(.uriTooLong, "the request target is longer than 16000 bytes") }
        let path = String(uri.prefix { $0 != "?" })
        guard !uri.contains("#"), let url = try? HTTPURL("http://pds.invalid" + uri), url.path == path,
            (url.query != nil) == uri.contains("?")
        else { throw GatewayRefusal(.badRequest, "the request target is not in the form of a URL's path and query") }
        guard path.hasPrefix("/xrpc/") else {
            throw GatewayRefusal(.notFound, .methodNotFound, "the gateway has nothing but /xrpc/: requests to the account's own server")
        }
        return url.pathAndQuery
    }

    private static func expectsContinue(_ head: HTTPRequestHead) throws(GatewayRefusal) -> Bool {
        let expectations = head.headers[canonicalForm: "expect"]
        guard expectations.allSatisfy({ $0.lowercased() == "100-continue" }) else {
            throw GatewayRefusal(.expectationFailed, "the only expectation that is met is 100-continue")
        }
        return !expectations.isEmpty && head.version == .http1_1
    }

    private static func host(_ head: HTTPRequestHead) throws(GatewayRefusal) -> String {
        let hosts = head.headers["host"]
        guard hosts.count == 1 || hosts.isEmpty && head.version == .http1_0 else {
            throw GatewayRefusal(.badRequest, "a request has one Host (RFC 9112 section 3.2)")
        }
        let host = hosts.first ?? ""
        guard let colon = host.lastIndex(of: ":"), host[host.index(after: colon)...].utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return host }
        return String(host[..<colon])
    }

    private static func single(_ name: String, _ head: HTTPRequestHead) throws(GatewayRefusal) -> String? {
        let values = head.headers[name]
        guard values.count <= 1 else { throw GatewayRefusal(.badRequest, "\(name) is there more than once") }
        return values.first.flatMap { $0.isEmpty ? nil : $0 }
    }
}
