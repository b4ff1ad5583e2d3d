import BrokerAPI
import NIOCore

/// Reads lines off the socket and hands each message to whom it is for.
final class MessageHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private var framer: LineFramer
    private let calls: CallTable
    private let notify: @Sendable (RPCNotification) -> Void

    init(lineLimit: Int, calls: CallTable, notify: @escaping @Sendable (RPCNotification) -> Void) {
        self.framer = LineFramer(limit: lineLimit)
        self.calls = calls
        self.notify = notify
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        framer.feed(unwrapInboundIn(data).readableBytesView)
        while let frame = framer.next() {
            do throws(JSONParseError) {
                try receive(frame)
            } catch {
                calls.endAll(ConnectionError(.malformed, "the daemon's answer cannot be read: \(error)"))
                return context.close(promise: nil)
            }
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        calls.endAll(ConnectionError(.lost, "the daemon closed the connection"))
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        calls.endAll(ConnectionError(.lost, "the connection failed: \(error)"))
        context.close(promise: nil)
    }

    private func receive(_ frame: LineFramer.Frame) throws(JSONParseError) {
        guard case .line(let line) = frame else {
            throw JSONParseError(offset: framer.limit, reason: "a line of more than \(framer.limit) bytes")
        }
        for message in try RPCServerMessage.parse(line) {
            switch message {
            case .notification(let notification): notify(notification)
            case .response(let response): finish(response)
            }
        }
    }

    private func finish(_ response: RPCResponse) {
        guard case .number(let id) = response.id else {
            guard case .failure(let error) = response.outcome else { return }
            // A line beyond its limit the daemon does not read far enough to know whose it is.
            if error.type == .tooLarge, let limit = error.data?["limit"]?.intValue, calls.finish(longerThan: Int(limit), error) { return }
            // Of anything else without an id the daemon could not tell which call it refused: it concerns them all.
            calls.endAll(ConnectionError(.malformed, error.description))
            return
        }
        calls.finish(id, response.outcome.mapError { $0 })
    }
}
