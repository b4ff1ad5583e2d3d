import NIOCore

/// Tells a client why it is not served, and closes.
final class FarewellHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    private let line: [UInt8]

    init(_ line: [UInt8]) { self.line = line + [UInt8(ascii: "\n")] }

    func channelActive(context: ChannelHandlerContext) {
        let channel = context.channel
        channel.writeAndFlush(ByteBuffer(bytes: line)).whenComplete { _ in channel.close(promise: nil) }
    }
}
