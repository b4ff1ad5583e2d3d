import BrokerAPI

/// What a caller wants to do, in the words of access rules.
enum Operation: String, Hashable, Sendable, CaseIterable {
    /// See which sessions there are, and what happens to them.
    case list
    /// Ask for a session's state, and have it refreshed.
    case restore
    /// Get the headers of a request.
    case sign
    /// Have the daemon make a request.
    case fetch
    /// Sign in.
    case authorize
    /// Sign out.
    case signOut
    /// Have the daemon look something up in the network that belongs to nobody.
    case resolve
    /// Administer the daemon and everybody's sessions.
    case admin

    /// What is free for all: it tells what the daemon is, and nothing of any account.
    static let free: Set<String> = [GetBrokerInfo.name, DiscoverAPI.name, GetClientMetadata.name, GetClientJWKS.name, GetRelayPage.name]

    private static let ofMethod: [String: Operation] = [
        ListSessions.name: .list, SubscribeEvents.name: .list, UnsubscribeEvents.name: .list,
        RestoreSession.name: .restore, GetTokenInfo.name: .restore,
        SignRequest.name: .sign, FetchResource.name: .fetch,
        Authorize.name: .authorize, WaitForFlow.name: .authorize, HandleCallback.name: .authorize, CancelFlow.name: .authorize,
        SignOut.name: .signOut,
        ResolveIdentity.name: .resolve, FetchClientMetadata.name: .resolve,
        AdminSessions.name: .admin, AdminRevoke.name: .admin, AdminLocks.name: .admin, AdminAudit.name: .admin,
        AdminMetrics.name: .admin, AdminReload.name: .admin, AdminHealth.name: .admin, AdminRotateKeys.name: .admin,
    ]

    /// The operation of an API method; nil for a free one, and for one that the API does not have.
    init?(method: String) {
        guard let operation = Self.ofMethod[method] else { return nil }
        self = operation
    }

    /// Whether it asks for something in the account's name, at a URL.
    var isRequest: Bool { self == .sign || self == .fetch }
}

extension Operation: ConfigurationValue {
    static var rule: String { "one of \(allCases.map(\.rawValue).joined(separator: ", "))" }

    init?(_ node: TOMLNode) {
        guard case .string(let name) = node else { return nil }
        self.init(rawValue: name)
    }
}
