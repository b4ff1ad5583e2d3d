import BrokerAPI
import NIOCore

/// One client: cuts its bytes into lines, makes its calls, writes the answers as they come.
///
/// It reads on only while the client reads its answers and not too many calls are in flight, so a client is slowed down to its own
/// pace and costs a bounded amount of memory.
final class ConnectionHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    let handle: ConnectionHandle
    let desk: CallDesk
    private let limits: ServerLimits
    private(set) var framer: LineFramer
    private var timers = ConnectionTimers()
    private var isWorking = false
    private var takesNoLines = false
    private var endsWhenDone = false
    private var isEnding = false
    private var hasHeardAll = false
    private var signaturesInTurn = 0
    /// Takes the connection instead of its end; nil unless it is to be handed over.
    private var heir: (@Sendable (ParkedConnection) -> Void)?

    /// So many signatures are made in a row, about a millisecond's work, before other clients of the event loop have their turn.
    private static let longestTurn = 32

    /// - Parameter remainder: what another process read from the same connection and did not get to.
    init(handle: ConnectionHandle, desk: CallDesk, limits: ServerLimits, resuming remainder: LineFramer.Remainder = .init()) {
        self.handle = handle
        self.desk = desk
        self.limits = limits
        framer = LineFramer(limit: limits.lineBytes, resuming: remainder)
    }

    func handlerAdded(context: ChannelHandlerContext) { watchSilence(context) }

    func channelActive(context: ChannelHandlerContext) {
        handle.reportLoss()
        work(context)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { framer.feed(unwrapInboundIn(data).readableBytesView) }

    func channelReadComplete(context: ChannelHandlerContext) {
        timers.noteActivity()
        work(context)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) { work(context) }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        // A client that has said all it wants, such as a shell's pipe, still gets its answers.
        guard case .inputClosed? = event as? ChannelEvent else { return }
        // It may have left out the last newline.
        if framer.hasPartialLine { framer.feed([UInt8(ascii: "\n")]) }
        hasHeardAll = true
        endsWhenDone = true
        work(context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        timers.cancel()
        desk.cancelAll()
        handle.close()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    /// Answers what is in flight, then closes; takes no further calls.
    /// - Parameter heir: takes the connection instead of its end, if there is more to hear from its client.
    func drain(_ channel: any Channel, to heir: (@Sendable (ParkedConnection) -> Void)? = nil) {
        guard let context = try? channel.pipeline.syncOperations.context(handler: self) else { return }
        self.heir = heir
        end(context)
    }

    private func end(_ context: ChannelHandlerContext) {
        takesNoLines = true
        endsWhenDone = true
        work(context)
    }

    /// Does all that can be done now. Answers are flushed once for all lines of a read.
    private func work(_ context: ChannelHandlerContext) {
        // Writing and flushing change the writability, which calls this function again.
        guard !isWorking, !isEnding else { return }
        isWorking = true
        defer { isWorking = false }
        var isDry: Bool
        repeat {
            isDry = takeLines(context)
            context.flush()
        } while !isDry && hasRoom(context)
        if signaturesInTurn >= Self.longestTurn { rest(context) }
        watchLine(context, isWaiting: isDry && framer.hasPartialLine && !endsWhenDone)
        if endsWhenDone {
            if isDry, desk.isEmpty { close(context) }
        } else if hasRoom(context) {
            context.read()
        }
    }

    private func hasRoom(_ context: ChannelHandlerContext) -> Bool {
        context.channel.isWritable && desk.hasRoom && signaturesInTurn < Self.longestTurn
    }

    /// Goes on when other clients have had their turn.
    private func rest(_ context: ChannelHandlerContext) {
        let this = NIOLoopBound(self, eventLoop: context.eventLoop)
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        context.eventLoop.execute {
            this.value.signaturesInTurn = 0
            this.value.work(bound.value)
        }
    }

    /// - Returns: whether there is no whole line left to take.
    private func takeLines(_ context: ChannelHandlerContext) -> Bool {
        while !takesNoLines {
            guard hasRoom(context) else { return false }
            guard let frame = framer.next() else { return true }
            timers.lineArrived()
            switch frame {
            case .line(let line):
                if let answer = desk.answerNow(line) {
                    write(answer, context)
                    signaturesInTurn += 1
                } else {
                    take(RPCClientLine(parsing: line, maxBatch: limits.batch), context)
                }
            case .tooLong:
                let reason =
                    "the line is longer than \(limits.lineBytes) bytes (server.line_bytes) and was skipped; large bodies go through http.sock"
                write(RPCError(.tooLarge, reason, details: ["limit": .int(Int64(limits.lineBytes))]), context)
            }
        }
        return true
    }

    private func take(_ line: RPCClientLine, _ context: ChannelHandlerContext) {
        let this = NIOLoopBound(self, eventLoop: context.eventLoop)
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        let loop = context.eventLoop
        let immediate = desk.take(line) { id, answer, debts in
            loop.execute { this.value.finish(id, answer, debts, bound.value) }
        }
        if let immediate { write(immediate, context) }
    }

    private func finish(_ id: UInt64, _ answer: [UInt8]?, _ debts: CallDebts, _ context: ChannelHandlerContext) {
        guard let weight = desk.finish(id) else { return debts.settle() }
        timers.noteActivity()
        if let answer {
            write(answer, context, settling: debts, of: weight)
        } else {
            desk.left(weight)
            debts.settle()
        }
        work(context)
    }

    private func write(_ error: RPCError, _ context: ChannelHandlerContext) {
        write(RPCResponse(id: .null, outcome: .failure(error)).json, context)
    }

    private func write(_ message: JSONValue, _ context: ChannelHandlerContext) { write(message.bytes, context) }

    private func write(_ message: [UInt8], _ context: ChannelHandlerContext, promise: EventLoopPromise<Void>? = nil) {
        var line = message
        line.append(UInt8(ascii: "\n"))
        context.write(wrapOutboundOut(ByteBuffer(bytes: line)), promise: promise)
    }

    /// What a client has not read is still its own: the calls count, and what they hold is held, until the answer has left.
    private func write(_ answer: [UInt8], _ context: ChannelHandlerContext, settling debts: CallDebts, of weight: Int) {
        let gone = context.eventLoop.makePromise(of: Void.self)
        gone.futureResult.assumeIsolated().whenComplete { [self] _ in
            desk.left(weight)
            debts.settle()
            work(context)
        }
        write(answer, context, promise: gone)
    }

    /// Closing drops what the client has not read yet, so that it waits for the last write.
    private func close(_ context: ChannelHandlerContext) {
        isEnding = true
        let channel = context.channel
        // A client that does not read its last answers holds up nobody else's daemon.
        if takesNoLines { context.eventLoop.scheduleTask(in: TimeAmount(limits.farewell)) { channel.close(promise: nil) } }
        if let heir, !hasHeardAll || framer.hasPartialLine { return park(channel, heir) }
        channel.writeAndFlush(ByteBuffer()).whenComplete { _ in channel.close(promise: nil) }
    }

    private func watchLine(_ context: ChannelHandlerContext, isWaiting: Bool) {
        let this = NIOLoopBound(self, eventLoop: context.eventLoop)
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        timers.watchLine(isWaiting: isWaiting, for: limits.lineTime, on: context.eventLoop) {
            let handler = this.value
            handler.write(RPCError(.timeout, "the line did not end within \(handler.limits.lineTime)"), bound.value)
            handler.end(bound.value)
        }
    }

    private func watchSilence(_ context: ChannelHandlerContext) {
        let this = NIOLoopBound(self, eventLoop: context.eventLoop)
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        timers.watchSilence(limits.idle, on: context.eventLoop) { this.value.silenceSettled(bound.value) }
    }

    /// Waiting for an answer or for an event is no silence.
    private func silenceSettled(_ context: ChannelHandlerContext) {
        if !desk.isEmpty || handle.isSubscribed { timers.noteActivity() }
        guard timers.silentFor < TimeAmount(limits.idle) else { return context.close(promise: nil) }
        watchSilence(context)
    }
}
