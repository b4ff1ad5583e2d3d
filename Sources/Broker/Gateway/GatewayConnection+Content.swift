import NIOCore
import NIOHTTP1

/// The content of a request, which is read when somebody wants it.
extension GatewayConnection {
    /// The next part of the content; nil at its end.
    func pull(_ id: UInt64) -> EventLoopFuture<ByteBuffer?> {
        guard let context, let exchange, exchange.id == id, !isEnding else { return gone() }
        let promise = context.eventLoop.makePromise(of: ByteBuffer?.self)
        exchange.releasePull(ChannelError.ioOnClosedChannel)
        exchange.pull = promise
        exchange.noteProgress()
        if exchange.awaitsContinue {
            exchange.awaitsContinue = false
            // Whoever sends the content without being asked for it need not be asked.
            if arrivals.isEmpty {
                context.writeAndFlush(
                    wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: .continue))), promise: nil)
            }
        }
        work()
        return promise.futureResult
    }

    /// Gives what came to whoever waits for it: all at once, or a client that sends a byte in a chunk would cost thousands of steps.
    func feed() {
        guard let exchange, let pull = exchange.pull else { return }
        var part = ByteBuffer()
        while case .part(.body(var next))? = arrivals.first {
            arrivals.removeFirst()
            if part.readableBytes == 0 { part = next } else { part.writeBuffer(&next) }
        }
        exchange.received += part.readableBytes
        guard exchange.received <= gateway.limits.bodyBytes else { return exchange.interrupt(gateway.limits.tooLarge) }
        takeEnd(exchange)
        if part.readableBytes > 0 || exchange.hasWholeRequest {
            exchange.noteProgress()
            exchange.pull = nil
            pull.succeed(part.readableBytes > 0 ? part : nil)
        } else if case .broken(let refusal)? = arrivals.first {
            exchange.interrupt(refusal)
        }
    }

    /// Takes the end of the request, if that is what comes next.
    func takeEnd(_ exchange: GatewayExchange) {
        guard !exchange.hasWholeRequest, case .part(.end)? = arrivals.first else { return }
        arrivals.removeFirst()
        exchange.hasWholeRequest = true
    }

    /// Drops content that came and that nobody wants any more.
    func skipContent(_ exchange: GatewayExchange) {
        while !exchange.hasWholeRequest, case .part(.body)? = arrivals.first { arrivals.removeFirst() }
        takeEnd(exchange)
    }

    func gone<Value>() -> EventLoopFuture<Value> { loop.makeFailedFuture(ChannelError.ioOnClosedChannel) }
}
