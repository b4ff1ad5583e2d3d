import NIOHTTP1

/// How much content a request announces (RFC 9112 section 6).
enum RequestContentLength: Hashable, Sendable {
    case none
    case known(Int)
    /// It comes in chunks.
    case unknown

    /// - Throws: ``GatewayRefusal`` for a request whose end another server could see elsewhere.
    init(_ head: HTTPRequestHead) throws(GatewayRefusal) {
        let lengths = head.headers["content-length"]
        let codings = head.headers["transfer-encoding"]
        switch (lengths.count, codings.count) {
        case (0, 0): self = .none
        case (1, 0):
            guard lengths[0].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let length = Int(lengths[0]) else {
                throw GatewayRefusal(.badRequest, "Content-Length must be a number")
            }
            self = length == 0 ? .none : .known(length)
        case (0, 1):
            guard head.version == .http1_1, codings[0].lowercased() == "chunked" else {
                throw GatewayRefusal(.badRequest, "the only Transfer-Encoding is chunked, in HTTP/1.1")
            }
            self = .unknown
        default: throw GatewayRefusal(.badRequest, "a request has one Content-Length or one Transfer-Encoding, and not both")
        }
    }
}
