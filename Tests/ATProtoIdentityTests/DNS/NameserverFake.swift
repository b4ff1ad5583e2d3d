import ATProtoIdentity
import ATProtoSyntax
import NIOCore
import NIOPosix

/// A nameserver on loopback that gives one prescribed answer to every question.
struct NameserverFake {
    /// The answer: a code of RFC 1035 §4.1.1, and TXT records of strings.
    struct Answer: Sendable {
        var code: UInt16 = 0
        var records: [[String]] = []
        var isAlias = false
        var isBroken = false
        var isSilent = false
    }

    let nameserver: Nameserver
    private let channel: any Channel

    static func make(_ answer: Answer) async throws -> NameserverFake {
        let channel = try await DatagramBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(Handler(answer)) }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        guard let port = channel.localAddress?.port, let nameserver = Nameserver(.v4(0x7F00_0001), port: UInt16(port)) else {
            throw ChannelError.unknownLocalAddress
        }
        return NameserverFake(nameserver: nameserver, channel: channel)
    }

    func stop() async throws { try await channel.close() }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = AddressedEnvelope<ByteBuffer>
        typealias OutboundOut = AddressedEnvelope<ByteBuffer>
        private let answer: Answer

        init(_ answer: Answer) { self.answer = answer }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let envelope = unwrapInboundIn(data)
            guard !answer.isSilent, let message = reply(to: envelope.data) else { return }
            context.writeAndFlush(wrapOutboundOut(AddressedEnvelope(remoteAddress: envelope.remoteAddress, data: message)), promise: nil)
        }

        private func reply(to question: ByteBuffer) -> ByteBuffer? {
            // The question ends with the root label, type and class; an additional record is not repeated.
            guard let id = question.getInteger(at: 0, as: UInt16.self),
                let end = question.readableBytesView.dropFirst(12).firstIndex(of: 0),
                let name = question.getSlice(at: 12, length: end - 12 + 5)
            else { return nil }
            var message = ByteBuffer()
            let count = answer.records.count + (answer.isAlias ? 1 : 0)
            message.writeMultipleIntegers(id, 0x8180 | answer.code, UInt16(1), UInt16(count), UInt16(0), UInt16(0))
            message.writeImmutableBuffer(name)
            if answer.isAlias { writeRecord(type: 5, data: ByteBuffer(bytes: [1, 0x61, 0]), to: &message) }
            for strings in answer.records {
                var data = ByteBuffer()
                for string in strings {
                    data.writeInteger(UInt8(answer.isBroken ? 255 : string.utf8.count))
                    data.writeString(string)
                }
                writeRecord(type: 16, data: data, to: &message)
            }
            return message
        }

        private func writeRecord(type: UInt16, data: ByteBuffer, to message: inout ByteBuffer) {
            message.writeMultipleIntegers(UInt16(0xC00C), type, UInt16(1), UInt32(60), UInt16(data.readableBytes))
            message.writeImmutableBuffer(data)
        }
    }
}
