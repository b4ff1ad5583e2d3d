import ATProtoIdentity
import HTTPTypes
import NIOHTTP1

/// Which header fields pass, in both directions.
enum GatewayFields {
    /// Those that belong to one connection (RFC 9110 section 7.6.1), beside those that `Connection` names.
    private static let hopByHop: Set<String> = [
        "connection", "http2-settings", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te", "trailer",
        "transfer-encoding", "upgrade",
    ]

    /// Those of a request that are the daemon's to say: who asks, at which server, and how long the content is. A cookie jar knows the
    /// gateway, not the accounts behind it, and would carry one server's cookies to the next.
    private static let own: Set<String> = ["authorization", "content-length", "cookie", "dpop", "expect", "host"]

    /// What is said to the gateway alone.
    private static let prefix = "atoauth-"

    /// The fields of a request that go to the account's server.
    /// - Throws: ``GatewayRefusal`` for what is no field.
    static func outgoing(_ headers: HTTPHeaders) throws(GatewayRefusal) -> HTTPFields {
        let dropped = hopByHop.union(own).union(named(headers))
        var fields = HTTPFields()
        for (name, value) in headers {
            guard let name = HTTPField.Name(name), HTTPField.isValidValue(value) else {
                throw GatewayRefusal(.badRequest, "a header field has a name or a value that none can have")
            }
            guard !dropped.contains(name.canonicalName), !name.canonicalName.hasPrefix(prefix) else { continue }
            fields.append(HTTPField(name: name, value: value))
        }
        return fields
    }

    /// The fields of a response that go to the client. The nonce is the daemon's business.
    static func incoming(_ response: IncomingResponse) -> HTTPHeaders {
        let dropped = hopByHop.union(named(HTTPHeaders(response.headers.map { ($0.name.rawName, $0.value) }))).union(["dpop-nonce"])
        // A length beside a coding would not be that of what is passed on.
        let isCoded = response.headers[.transferEncoding] != nil
        return HTTPHeaders(
            response.headers.compactMap { field in
                let name = field.name.canonicalName
                return dropped.contains(name) || isCoded && name == "content-length" ? nil : (field.name.rawName, field.value)
            })
    }

    private static func named(_ headers: HTTPHeaders) -> Set<String> {
        Set(headers[canonicalForm: "connection"].map { $0.lowercased() })
    }
}
