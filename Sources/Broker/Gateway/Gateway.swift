import ATProtoIdentity
import ATProtoOAuth
import BrokerAPI
import HTTPTypes
import NIOCore
import NIOHTTP1

/// Carries requests to accounts' servers: finds the account, asks the policy, adds the authorization, and hands back what the server
/// answers.
struct Gateway: Sendable {
    /// What figures and the audit trail call a request.
    static let method = "gateway.request"

    let accounts: Accounts
    let gate: AccessGate
    let dispatcher: Dispatcher
    let limits: GatewayLimits
    /// What an exchange with a server may cost.
    let transfer: TransferLimits
    let memory: BodyMemory
    /// How long a client may take to read its last answer.
    let farewell: Duration
    private let calls: Census
    private let requests: Census

    /// - Parameter calls: counts the calls of each user, of which requests are some.
    init(
        _ accounts: Accounts, _ gate: AccessGate, _ dispatcher: Dispatcher, _ limits: GatewayLimits, server: ServerLimits,
        maxHeaderBytes: Int, memory: BodyMemory, calls: Census
    ) {
        self.accounts = accounts
        self.gate = gate
        self.dispatcher = dispatcher
        self.limits = limits
        self.memory = memory
        self.calls = calls
        farewell = server.farewell
        requests = Census(perUser: limits.requestsPerUser)
        transfer = TransferLimits(
            deadline: limits.timeout, idle: limits.stall, maxBodyBytes: limits.responseBytes, maxHeaderBytes: maxHeaderBytes)
    }

    /// Counts a request of `uid` in.
    func enter(_ uid: UInt32) throws(GatewayRefusal) {
        guard calls.enter(uid) else { throw Self.tooMany }
        guard requests.enter(uid) else {
            calls.leave(uid)
            throw Self.tooMany
        }
    }

    func leave(_ uid: UInt32) {
        calls.leave(uid)
        requests.leave(uid)
    }

    /// Takes note of a request that was refused for its form.
    func note(refused refusal: GatewayRefusal, _ context: CallContext) {
        dispatcher.note(
            Self.method, account: nil, Admission(context: context, request: nil, refusal: nil), .failure(refusal.rpcError), since: .now)
    }

    /// Answers a request.
    func serve(_ request: GatewayRequest, _ link: GatewayLink, _ context: CallContext) async {
        let started = ContinuousClock.now
        var context = context
        context.debts = CallDebts()
        var admission = Admission(context: context, request: nil, refusal: nil)
        var refusal: GatewayRefusal?
        do {
            try dispatcher.rates.admit(context.caller.uid)
            admission = try await admit(request, context)
            if let refusal = admission.refusal { throw refusal }
            let response = try await send(request, link, admission)
            // The content that was kept has done its duty.
            context.debts.settle()
            try await pass(response, to: link, owing: Self.length(response, to: request))
        } catch {
            refusal = self.refusal(error, link)
        }
        context.debts.settle()
        let outcome: Result<JSONValue, RPCError> = refusal.map { .failure($0.rpcError) } ?? .success(.null)
        dispatcher.note(Self.method, account: admission.request?.account, admission, outcome, since: started)
        if let refusal { link.fail(refusal) }
    }

    /// Passes a response on. A client that has all that was announced may go before the end is noticed here.
    private func pass(_ response: IncomingResponse, to link: GatewayLink, owing length: Int?) async throws {
        try await link.begin(response)
        var owed = length
        do {
            for try await part in response.body {
                try await link.write(part)
                owed = owed.map { $0 - part.readableBytes }
            }
            try await link.end()
        } catch {
            guard owed == 0 else { throw error }
            try? await link.end()
        }
    }

    /// How much content the client gets; nil if that shows in its end.
    private static func length(_ response: IncomingResponse, to request: GatewayRequest) -> Int? {
        request.method == .head || [204, 304].contains(response.status.code) ? 0 : response.headers[.contentLength].flatMap { Int($0) }
    }

    private func refusal(_ error: any Error, _ link: GatewayLink) -> GatewayRefusal {
        if let refusal = link.interruption.refusal { return refusal }
        if let refusal = error as? GatewayRefusal { return refusal }
        // The way to the servers has errors of its own: these are of the connection to the client.
        if error is ChannelError || error is IOError { return .clientIsGone }
        let explained = RPCError(explaining: error)
        return GatewayRefusal(explained.type == .internalError ? dispatcher.hide(error, Self.method) : explained)
    }

    private static let tooMany = GatewayRefusal(
        .tooManyRequests, .rateLimited, "too many of your requests are in flight; wait for some of them", retryAfter: 1)
}
