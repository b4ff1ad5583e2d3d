import BrokerAPI
import Logging
import NIOCore

/// One client: cuts its bytes into lines, makes its calls, writes the answers as they come.
///
/// It reads on only while the client reads its answers and not too many calls are in flight, so a client is slowed down to its own
/// pace and costs a bounded amount of memory.
final class ConnectionHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let caller: Caller
    private let handle: ConnectionHandle
    private let dispatcher: Dispatcher
    private let limits: ServerLimits
    private let onClose: @Sendable () -> Void
    private var framer: LineFramer
    private var calls: [UInt64: Task<Void, Never>] = [:]
    private var nextCall: UInt64 = 0
    private var timer: Scheduled<Void>?
    private var isDraining = false
    private var isClosing = false

    init(
        caller: Caller, handle: ConnectionHandle, dispatcher: Dispatcher, limits: ServerLimits, onClose: @escaping @Sendable () -> Void
    ) {
        self.caller = caller
        self.handle = handle
        self.dispatcher = dispatcher
        self.limits = limits
        self.onClose = onClose
        framer = LineFramer(limit: limits.lineBytes)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        restartTimer(context)
        if context.channel.isActive { context.read() }
    }

    func channelActive(context: ChannelHandlerContext) { context.read() }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        framer.feed(unwrapInboundIn(data).readableBytesView)
        takeLines(context)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        context.flush()
        restartTimer(context)
        readOn(context)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) { readOn(context) }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        // A client that has said all it wants, such as a shell's pipe, still gets its answers.
        if case .inputClosed? = event as? ChannelEvent {
            isClosing = true
            closeIfDone(context)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        for call in calls.values { call.cancel() }
        calls = [:]
        handle.close()
        onClose()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    /// Answers what is in flight, then closes; takes no further calls.
    func drain(_ channel: any Channel) {
        isDraining = true
        isClosing = true
        guard let context = try? channel.pipeline.syncOperations.context(handler: self) else { return }
        closeIfDone(context)
    }

    private func takeLines(_ context: ChannelHandlerContext) {
        while calls.count < limits.callsInFlight, !isDraining, let frame = framer.next() {
            switch frame {
            case .line(let line): take(RPCClientLine(parsing: line, maxBatch: limits.batch), context)
            case .tooLong:
                let error = RPCError(
                    .tooLarge, "the line is longer than \(limits.lineBytes) bytes; it was skipped",
                    details: ["limit": .int(Int64(limits.lineBytes))])
                write(RPCResponse(id: .null, outcome: .failure(error)).json, context)
            }
        }
    }

    private func take(_ line: RPCClientLine, _ context: ChannelHandlerContext) {
        let call = CallContext(caller: caller, connection: handle)
        switch line {
        case .single(.invalid(let response)): write(response.json, context)
        case .single(let message): start(context) { [dispatcher] in await dispatcher.answer(message, call)?.json }
        case .batch(let messages): start(context) { [dispatcher] in await dispatcher.answer(messages, call) }
        }
    }

    private func start(_ context: ChannelHandlerContext, _ work: @escaping @Sendable () async -> JSONValue?) {
        nextCall += 1
        let id = nextCall
        let loop = context.eventLoop
        let this = NIOLoopBound(self, eventLoop: loop)
        let bound = NIOLoopBound(context, eventLoop: loop)
        calls[id] = Task {
            let answer = await work()
            loop.execute { this.value.finish(id, answer, bound.value) }
        }
    }

    private func finish(_ id: UInt64, _ answer: JSONValue?, _ context: ChannelHandlerContext) {
        guard calls.removeValue(forKey: id) != nil else { return }
        if let answer {
            write(answer, context)
            context.flush()
        }
        takeLines(context)
        restartTimer(context)
        readOn(context)
        closeIfDone(context)
    }

    private func write(_ message: JSONValue, _ context: ChannelHandlerContext) {
        var line = message.bytes
        line.append(UInt8(ascii: "\n"))
        context.write(wrapOutboundOut(ByteBuffer(bytes: line)), promise: nil)
    }

    private func readOn(_ context: ChannelHandlerContext) {
        guard !isClosing, context.channel.isActive, context.channel.isWritable, calls.count < limits.callsInFlight else { return }
        context.read()
    }

    private func closeIfDone(_ context: ChannelHandlerContext) {
        guard isClosing, calls.isEmpty else { return }
        takeLines(context)
        guard calls.isEmpty else { return }
        context.flush()
        context.close(promise: nil)
    }

    /// Bounds how long a line may take to arrive and how long a client may be silent; waiting for an answer or an event is no silence.
    private func restartTimer(_ context: ChannelHandlerContext) {
        if framer.hasPartialLine, timer != nil, isTimingLine { return }
        timer?.cancel()
        isTimingLine = framer.hasPartialLine
        let this = NIOLoopBound(self, eventLoop: context.eventLoop)
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(in: TimeAmount(isTimingLine ? limits.lineTime : limits.idle)) {
            this.value.timeIsUp(bound.value)
        }
    }

    private var isTimingLine = false

    private func timeIsUp(_ context: ChannelHandlerContext) {
        timer = nil
        if isTimingLine {
            let error = RPCError(.timeout, "the line did not end within \(limits.lineTime)")
            write(RPCResponse(id: .null, outcome: .failure(error)).json, context)
        } else if !calls.isEmpty || handle.isSubscribed {
            return restartTimer(context)
        }
        context.flush()
        context.close(promise: nil)
    }
}
