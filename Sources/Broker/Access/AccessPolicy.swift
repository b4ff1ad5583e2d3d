/// Who may do what. Without rules a user uses their own sessions, and administrators administer.
///
/// The rules that are about a caller are all that it has: the first of them that takes the account decides, and if none does, the
/// answer is no. Usual rights come back only by a rule that gives them.
struct AccessPolicy: Hashable, Sendable {
    var rules: [AccessRule] = []
    var administrators = Administrators()

    /// Whether a decision depends on which program the caller is.
    func looksAtPrograms(of caller: Caller) -> Bool {
        rules.contains { rule in
            rule.isAboutPrograms && (rule.user.map { $0.uid == caller.uid } ?? true) && (rule.group.map { $0.holds(caller) } ?? true)
        }
    }

    func decide(_ request: AccessRequest, _ caller: Caller) -> AccessDecision {
        var refusal: AccessDecision?
        for (index, rule) in rules.enumerated() {
            switch rule.matches(caller) {
            case .no: continue
            case .unknown: return .denied("which program you are cannot be told any more; connect again")
            case .yes:
                guard rule.takes(request) else {
                    refusal = refusal ?? .denied("this account is not among yours")
                    continue
                }
                let decision = decide(request, caller, rule, index)
                // What is about no account is allowed if any of the caller's rules allows it.
                guard case .denied = decision, request.account == nil else { return decision }
                refusal = refusal ?? decision
            }
        }
        return refusal ?? decideByDefault(request, caller)
    }

    /// Whether the caller may have requests made in the name of an account at all; each one is still decided about.
    func givesRequests(_ request: AccessRequest, _ caller: Caller) -> Bool {
        let own = rules.filter { $0.matches(caller) != .no }
        guard let rule = own.first(where: { $0.takes(request) }) else { return own.isEmpty }
        return rule.operations?.contains(.fetch) ?? true
    }

    private func decide(_ request: AccessRequest, _ caller: Caller, _ rule: AccessRule, _ index: Int) -> AccessDecision {
        if let objection = rule.objection(to: request) { return .denied(objection) }
        // A rule makes administrators only by saying so.
        if rule.operations == nil, case .denied(let reason) = decideByDefault(request, caller) { return .denied(reason) }
        return .allowed(AccessGrant(origins: Set(rule.origins.map(\.description)), limitedBy: rule.callsPerSecond.map { _ in index }))
    }

    private func decideByDefault(_ request: AccessRequest, _ caller: Caller) -> AccessDecision {
        guard request.operation == .admin, !administrators.holds(caller) else { return .allowed(AccessGrant()) }
        return .denied("this is for administrators")
    }
}
