import BrokerAPI
import NIOCore
import NIOHTTP1

/// One client of the gateway: takes its requests one after the other, and looks at the next when one is answered.
///
/// It reads on only if somebody waits for what comes, a request's beginning or the next part of its content. So a client is slowed
/// down to the pace of its account's server, and costs what one read brings.
final class GatewayConnection: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    /// What came from the client and was not taken yet.
    enum Arrival {
        case part(HTTPServerRequestPart)
        /// Nothing that follows can be understood.
        case broken(GatewayRefusal)
    }

    let gateway: Gateway
    let loop: any EventLoop
    private let caller: CallContext
    private(set) var context: ChannelHandlerContext?
    var arrivals = CircularBuffer<Arrival>()
    var exchange: GatewayExchange?
    var alarm = GatewayAlarm()
    private(set) var lastActivity = NIODeadline.now()
    /// When the first byte of a request came whose head is not complete.
    private(set) var headBegan: NIODeadline?
    private(set) var takesNoMore = false
    private(set) var isEnding = false
    private var lastID: UInt64 = 0
    private var isWorking = false
    private var isReading = false
    private var isBroken = false
    private var hasHeardAll = false

    init(_ gateway: Gateway, caller: CallContext) {
        self.gateway = gateway
        loop = caller.connection.channel.eventLoop
        self.caller = caller
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelActive(context: ChannelHandlerContext) { work() }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if !isEnding { arrivals.append(.part(unwrapInboundIn(data))) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        isReading = false
        lastActivity = .now()
        // What is said after the end is read, or the client might never come to read its answer.
        guard !isEnding else { return context.read() }
        if exchange == nil, arrivals.isEmpty { headBegan = headBegan ?? .now() }
        work()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        // A client that has said all it wants still gets its answers.
        guard case .inputClosed? = event as? ChannelEvent else { return }
        hasHeardAll = true
        if isEnding { context.close(promise: nil) } else { work() }
    }

    func channelInactive(context: ChannelHandlerContext) {
        isEnding = true
        alarm.cancel()
        arrivals.removeAll()
        guard let exchange else { return }
        exchange.interrupt(.clientIsGone)
        release(exchange)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // What follows something that cannot be understood, or that nobody listens to, is no news.
        if error is ByteToMessageDecoderError || error is HTTPParserError && (isBroken || isEnding) { return }
        guard !isEnding, let refusal = Self.refusal(error) else { return context.close(promise: nil) }
        isBroken = true
        arrivals.append(.broken(refusal))
        work()
    }

    /// Answers what is in flight, then closes; takes no further requests.
    func drain() {
        takesNoMore = true
        work()
    }

    /// Does all that can be done now.
    func work() {
        guard let context, !isWorking, !isEnding else { return }
        isWorking = true
        defer { isWorking = false }
        feed()
        while exchange == nil, !isEnding, !takesNoMore, let arrival = arrivals.popFirst() {
            take(arrival)
            feed()
        }
        guard !isEnding else { return }
        if exchange == nil, takesNoMore || hasHeardAll && arrivals.isEmpty { return end(lingering: false) }
        if wantsMore {
            isReading = true
            context.read()
        }
        watch()
    }

    /// Closes the connection. Closing drops what the client has not read, if there is something that it said in vain: then it is
    /// heard out first.
    func end(lingering: Bool) {
        guard let context, !isEnding else { return }
        isEnding = true
        alarm.cancel()
        arrivals.removeAll()
        guard lingering, !hasHeardAll else { return context.close(promise: nil) }
        let channel = context.channel
        channel.eventLoop.scheduleTask(in: TimeAmount(gateway.farewell)) { channel.close(promise: nil) }
        context.close(mode: .output, promise: nil)
        context.read()
    }

    /// Forgets an exchange.
    func release(_ exchange: GatewayExchange) {
        exchange.releasePull(ChannelError.ioOnClosedChannel)
        if exchange.isCounted { gateway.leave(caller.caller.uid) }
        exchange.isCounted = false
        lastActivity = .now()
        self.exchange = nil
    }

    private var wantsMore: Bool {
        !isReading && !isBroken && !hasHeardAll && arrivals.isEmpty && (exchange.map { $0.pull != nil } ?? true)
    }

    private func take(_ arrival: Arrival) {
        switch arrival {
        case .part(.head(let head)): begin(head)
        case .part: break
        case .broken(let refusal): refuse(refusal)
        }
    }

    /// Answers what is no request that could be read.
    func refuse(_ refusal: GatewayRefusal) {
        let exchange = GatewayExchange(id: nextID(), head: HTTPRequestHead(version: .http1_1, method: .GET, uri: "/"))
        self.exchange = exchange
        gateway.note(refused: refusal, caller)
        fail(refusal, exchange.id)
    }

    private func begin(_ head: HTTPRequestHead) {
        headBegan = nil
        let exchange = GatewayExchange(id: nextID(), head: head)
        self.exchange = exchange
        takeEnd(exchange)
        do throws(GatewayRefusal) {
            let request = try GatewayRequest(head)
            try gateway.enter(caller.caller.uid)
            exchange.isCounted = true
            exchange.awaitsContinue = request.expectsContinue
            start(request, exchange)
        } catch {
            gateway.note(refused: error, caller)
            fail(error, exchange.id)
        }
    }

    private func start(_ request: GatewayRequest, _ exchange: GatewayExchange) {
        let link = GatewayLink(
            connection: NIOLoopBound(self, eventLoop: loop), loop: loop, id: exchange.id, interruption: exchange.interruption)
        exchange.task = Task { [gateway, caller] in await gateway.serve(request, link, caller) }
    }

    private func nextID() -> UInt64 {
        lastID += 1
        return lastID
    }

    private static func refusal(_ error: any Error) -> GatewayRefusal? {
        switch error {
        case HTTPParserError.headerOverflow:
            GatewayRefusal(.requestHeaderFieldsTooLarge, .tooLarge, "the request's head is larger than gateway.header_bytes")
        // The client has gone in the middle of a request.
        case HTTPParserError.invalidEOFState: nil
        case let error as HTTPParserError: GatewayRefusal(.badRequest, "the request is not HTTP/1.1: \(error)")
        default: nil
        }
    }
}
