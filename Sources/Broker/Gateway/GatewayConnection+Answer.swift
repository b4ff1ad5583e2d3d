import ATProtoIdentity
import HTTPTypes
import NIOCore
import NIOHTTP1

/// The answer to a request.
extension GatewayConnection {
    /// Sends the head of a response of the account's server.
    func begin(_ response: IncomingResponse, _ id: UInt64) -> EventLoopFuture<Void> {
        guard let exchange = current(id), !exchange.hasBegunAnswer else { return gone() }
        let status = HTTPResponseStatus(statusCode: response.status.code, reasonPhrase: response.status.reasonPhrase)
        return begin(status, GatewayFields.incoming(response), exchange)
    }

    /// Sends a part of its content, and ends when the client has taken it.
    func write(_ part: ByteBuffer, _ id: UInt64) -> EventLoopFuture<Void> {
        guard let exchange = current(id), exchange.hasBegunAnswer else { return gone() }
        return send(.body(.byteBuffer(part)), exchange)
    }

    /// Ends the response.
    func end(_ id: UInt64) -> EventLoopFuture<Void> {
        guard let exchange = current(id), exchange.hasBegunAnswer else { return gone() }
        let sent = send(.end(nil), exchange)
        sent.assumeIsolated().whenComplete { [self] _ in finish(id) }
        return sent
    }

    /// Answers with an error. An answer that has begun is broken off, which a client can tell from its end.
    func fail(_ refusal: GatewayRefusal, _ id: UInt64) {
        guard let exchange = current(id) else { return }
        guard !exchange.hasBegunAnswer else {
            context?.close(promise: nil)
            return
        }
        skipContent(exchange)
        let body = refusal.body
        var headers: HTTPHeaders = ["content-type": "application/json", "content-length": "\(body.count)", "cache-control": "no-store"]
        if let seconds = refusal.retryAfter { headers.add(name: "retry-after", value: "\(seconds)") }
        if refusal.status == .methodNotAllowed { headers.add(name: "allow", value: GatewayRequest.methods.joined(separator: ", ")) }
        _ = begin(refusal.status, headers, exchange)
        if exchange.head.method != .HEAD { _ = send(.body(.byteBuffer(ByteBuffer(bytes: body))), exchange) }
        _ = end(id)
    }

    private func begin(_ status: HTTPResponseStatus, _ fields: HTTPHeaders, _ exchange: GatewayExchange) -> EventLoopFuture<Void> {
        var headers = fields
        exchange.hasBegunAnswer = true
        // A request whose content was not wanted cannot be told from the next one.
        exchange.persists = exchange.hasWholeRequest && exchange.head.isKeepAlive && exchange.head.version == .http1_1 && !takesNoMore
        if status == .noContent { headers.remove(name: "content-length") }
        let hasContent = exchange.head.method != .HEAD && status.mayHaveResponseBody
        if hasContent, !headers.contains(name: "content-length") {
            // For a client of HTTP/1.0 content of unknown length ends with the connection.
            if exchange.head.version == .http1_1 { headers.add(name: "transfer-encoding", value: "chunked") }
        }
        if !exchange.persists { headers.add(name: "connection", value: "close") }
        return send(.head(HTTPResponseHead(version: .http1_1, status: status, headers: headers)), exchange)
    }

    private func send(_ part: HTTPServerResponsePart, _ exchange: GatewayExchange) -> EventLoopFuture<Void> {
        guard let context else { return gone() }
        exchange.noteProgress()
        exchange.unwritten += 1
        let written = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(wrapOutboundOut(part), promise: written)
        written.futureResult.assumeIsolated().whenComplete { _ in
            exchange.unwritten -= 1
            exchange.noteProgress()
        }
        return written.futureResult
    }

    private func finish(_ id: UInt64) {
        guard let exchange = current(id) else { return }
        release(exchange)
        if exchange.persists { work() } else { end(lingering: !exchange.hasWholeRequest) }
    }

    private func current(_ id: UInt64) -> GatewayExchange? { exchange.flatMap { $0.id == id && !isEnding ? $0 : nil } }
}
