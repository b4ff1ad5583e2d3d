import NIOCore

/// Tells a client why it is not served, and closes.
final class FarewellHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    private let words: [UInt8]

    init(_ words: [UInt8]) { self.words = words }

    func channelActive(context: ChannelHandlerContext) {
        let channel = context.channel
        channel.writeAndFlush(ByteBuffer(bytes: words)).whenComplete { _ in channel.close(promise: nil) }
    }
}
