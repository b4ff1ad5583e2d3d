import BrokerAPI
import Synchronization

/// Judges each call before its handler runs. The policy can be exchanged at any time; calls under way keep the one they came in with.
final class AccessGate: Sendable {
    private struct Rules {
        var policy: AccessPolicy
        /// For rules that bound the rate of calls, by their place.
        var limiters: [Int: RateLimiter]
    }

    private let rules: Mutex<Rules>
    private let accounts: Accounts

    init(_ policy: AccessPolicy, accounts: Accounts) {
        rules = Mutex(Self.rules(policy))
        self.accounts = accounts
    }

    /// Judges by another policy from now on.
    func use(_ policy: AccessPolicy) { rules.withLock { $0 = Self.rules(policy) } }

    /// The policy in force.
    var policy: AccessPolicy { rules.withLock { $0.policy } }

    /// Judges a call.
    func judge(_ method: String, _ params: JSONValue, _ context: CallContext) async -> Admission {
        let rules = rules.withLock(\.self)
        guard let request = AccessRequest(method, params) else { return Self.judgeUnnamed(method, context) }
        return admit(request, rules, await Self.seen(by: rules.policy, context))
    }

    /// The call with its caller as the policy in force sees it, for whoever has to find out what it is about before it is judged.
    func seen(_ context: CallContext) async -> CallContext { await Self.seen(by: policy, context) }

    /// Judges a call whose caller was ``seen(_:)``.
    func judge(_ request: AccessRequest, seen context: CallContext) -> Admission { admit(request, rules.withLock(\.self), context) }

    /// Judges what needs no look at the calling program, which would have to wait, and does not count it: see ``count(_:)``.
    /// - Returns: nil if the rules ask for that look, or if the call's rate is used up.
    func judgeNow(_ request: AccessRequest, _ context: CallContext) -> Admission? {
        let rules = rules.withLock(\.self)
        guard !rules.policy.looksAtPrograms(of: context.caller) else { return nil }
        let admission = decide(request, rules.policy, context)
        let limiter = admission.context.grant.limitedBy.flatMap { rules.limiters[$0] }
        return limiter?.wouldAdmit(context.caller.uid) ?? true ? admission : nil
    }

    /// Counts a call that ``judgeNow(_:_:)`` let through.
    /// - Returns: whether there was room for it in its rate.
    func count(_ admission: Admission) -> Bool {
        // Nearly all grants have no rate of their own.
        guard admission.context.grant.limitedBy != nil else { return true }
        let limiters = rules.withLock { $0.limiters }
        return Self.refusal(admission.context.grant, limiters, admission.context.caller) == nil
    }

    private static func seen(by policy: AccessPolicy, _ context: CallContext) async -> CallContext {
        var context = context
        context.policy = policy
        if policy.looksAtPrograms(of: context.caller) { context.caller = await context.connection.now(context.caller) }
        return context
    }

    private func admit(_ request: AccessRequest, _ rules: Rules, _ context: CallContext) -> Admission {
        let admission = decide(request, rules.policy, context)
        guard admission.refusal == nil else { return admission }
        let refusal = Self.refusal(admission.context.grant, rules.limiters, context.caller)
        return Admission(context: admission.context, request: admission.request, refusal: refusal)
    }

    private func decide(_ request: AccessRequest, _ policy: AccessPolicy, _ context: CallContext) -> Admission {
        var (request, context) = (request, context)
        context.policy = policy
        identify(&request, policy, context.caller)
        switch policy.decide(request, context.caller) {
        case .denied(let reason):
            let error = RPCError(.accessDenied, reason, details: ["operation": .string(request.operation.rawValue)])
            return Admission(context: context, request: request, refusal: error)
        case .allowed(let grant):
            context.grant = grant
            return Admission(context: context, request: request, refusal: nil)
        }
    }

    /// Rules need both names of an account, the trail its DID, which nobody knows any more once it has signed out.
    private func identify(_ request: inout AccessRequest, _ policy: AccessPolicy, _ caller: Caller) {
        guard let account = request.account, !policy.rules.isEmpty || !account.hasPrefix("did:") || request.operation == .fetch,
            let session = try? accounts.find(account, uid: caller.uid)
        else { return }
        request.identify(did: session.key.did, handle: session.handle, server: session.pds)
    }

    private static func rules(_ policy: AccessPolicy) -> Rules {
        let limited = policy.rules.enumerated().compactMap { index, rule in
            rule.callsPerSecond.map { (index, RateLimiter(callsPerSecond: $0)) }
        }
        return Rules(policy: policy, limiters: Dictionary(uniqueKeysWithValues: limited))
    }

    private static func refusal(_ grant: AccessGrant, _ limiters: [Int: RateLimiter], _ caller: Caller) -> RPCError? {
        guard let limiter = grant.limitedBy.flatMap({ limiters[$0] }) else { return nil }
        do throws(RPCError) {
            try limiter.admit(caller.uid)
            return nil
        } catch {
            return error
        }
    }

    /// A method of the API that nobody has said what it is for is nobody's; one that does not exist is refused further on.
    private static func judgeUnnamed(_ method: String, _ context: CallContext) -> Admission {
        let isFree = Operation.free.contains(method) || BrokerMethods[method] == nil
        return Admission(
            context: context, request: nil, refusal: isFree ? nil : RPCError(.accessDenied, "\(method) is not covered by the policy"))
    }
}
