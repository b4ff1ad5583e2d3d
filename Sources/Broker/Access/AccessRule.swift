/// What some callers may do: `[[access]]` of the configuration.
public struct AccessRule: Hashable, Sendable {
    // Whom it is about. What is nil is not looked at.
    var user: UserName?
    var group: GroupName?
    var unit: Glob?
    var app: Glob?

    // What they may do. What is nil is not restricted.
    var accounts: [AccountPattern]?
    var operations: [Operation]?
    var lexicons: [LexiconPattern]?
    var deniedLexicons: [LexiconPattern] = []
    var isReadOnly = false
    /// Origins beside the account's own server that requests may be signed for.
    var origins: [Origin] = []
    var callsPerSecond: Int?

    /// Whether a rule is about a caller.
    enum Match {
        case yes, no
        /// The rule is about a program, and which one the caller is cannot be told.
        case unknown
    }

    /// Whether the rule is about `caller`.
    func matches(_ caller: Caller) -> Match {
        guard user.map({ $0.uid == caller.uid }) ?? true, group.map({ $0.holds(caller) }) ?? true else { return .no }
        guard isAboutPrograms else { return .yes }
        guard caller.isPlaced else { return .unknown }
        guard matchesUnit(of: caller), Self.matches(app, caller.app) else { return .no }
        return .yes
    }

    /// Users name the units of their own manager as they like, so that these count only where the rule says whose they are.
    private func matchesUnit(of caller: Caller) -> Bool {
        Self.matches(unit, caller.unit) && (unit == nil || !caller.isUsersUnit || user != nil || group != nil)
    }

    var isAboutPrograms: Bool { unit != nil || app != nil }

    /// Whether the rule decides about the account of a request; those without an account are decided by the caller's first rule.
    func takes(_ request: AccessRequest) -> Bool {
        guard let accounts, request.account != nil else { return true }
        return request.names.contains { name in accounts.contains { $0.matches(name) } }
    }

    /// Why the rule forbids a request, or nil if it allows it.
    func objection(to request: AccessRequest) -> String? {
        if let operations, !operations.contains(request.operation) { return "\(request.operation.rawValue) is not among your operations" }
        guard request.operation.isRequest else { return nil }
        if isReadOnly, !["GET", "HEAD"].contains(request.httpMethod) { return "you may only read: GET and HEAD" }
        guard lexicons != nil || !deniedLexicons.isEmpty else { return nil }
        guard let nsid = request.target?.nsid else { return "the URL is not that of a lexicon method, /xrpc/ and its name" }
        let isAllowed = lexicons.map { $0.contains { $0.matches(nsid) } } ?? true
        return isAllowed && !deniedLexicons.contains { $0.resembles(nsid) } ? nil : "\(nsid) is not among your lexicon methods"
    }

    private static func matches(_ pattern: Glob?, _ name: String?) -> Bool {
        guard let pattern else { return true }
        return name.map(pattern.matches) ?? false
    }
}
