import HTTPTypes
import NIOHTTP1

extension HTTPFields {
    /// What the transport itself decides about, because a caller's version would break the framing or name another host.
    private static let framing: Set<HTTPField.Name> = [.contentLength, .transferEncoding, .connection, .upgrade, .te, .trailer]

    /// The fields to send, with `userAgent` unless the caller names one.
    ///
    /// Content comes as it is, because nothing here unpacks it: a request that is silent about encodings permits them all (RFC 9110
    /// section 12.5.3).
    func outgoing(userAgent: String) -> HTTPHeaders {
        var headers = HTTPHeaders(
            filter { !Self.framing.contains($0.name) && $0.name.canonicalName != "host" }.map { ($0.name.rawName, $0.value) })
        if !headers.contains(name: "User-Agent") { headers.add(name: "User-Agent", value: userAgent) }
        if !headers.contains(name: "Accept-Encoding") { headers.add(name: "Accept-Encoding", value: "identity") }
        return headers
    }

    /// The fields of a response; what is no field by RFC 9110 §5 is left out.
    init(_ headers: HTTPHeaders) {
        self.init(headers.compactMap { name, value in HTTPField.Name(name).map { HTTPField(name: $0, value: value) } })
    }
}

extension HTTPHeaders {
    /// All names and values together, in bytes.
    var size: Int { reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count } }
}
