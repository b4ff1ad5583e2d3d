import HTTPTypes
import HummingbirdCore
import NIOCore

/// One request as a handler sees it.
struct Exchange: Sendable {
    let method: HTTPRequest.Method
    /// As sent, still percent-encoded.
    let path: String
    let query: FormFields
    let headers: HTTPFields
    /// The `Host` field, which the HTTP/1 codec calls by its HTTP/2 name.
    let host: String?
    let body: RequestBody
    /// Whether the other end of the connection is this machine.
    let isLocal: Bool

    /// - Throws: `OAuthError` if the target is not a path with a decodable query.
    init(_ request: Request, isLocal: Bool) throws(OAuthError) {
        let target = request.head.path ?? "/"
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard let query = FormFields(parsing: parts.count > 1 ? parts[1] : "") else {
            throw OAuthError(.invalidRequest, "The query has a broken percent-escape")
        }
        self.query = query
        method = request.method
        path = String(parts.first ?? "/")
        headers = request.headers
        host = request.head.authority
        body = request.body
        self.isLocal = isLocal
    }

    /// - Throws: `BodyTooLarge`, or the connection's error.
    func collect(upTo limit: Int) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await chunk in body {
            guard bytes.count + chunk.readableBytes <= limit else { throw BodyTooLarge(limit: limit) }
            bytes.append(contentsOf: chunk.readableBytesView)
        }
        return bytes
    }
}
