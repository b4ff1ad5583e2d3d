/// The table of all methods.
public enum BrokerMethods {
    /// Every method, sorted by name, so that one is found by reading.
    public static let all: [MethodDefinition] = [
        AdminAudit.definition,
        AdminHealth.definition,
        AdminLocks.definition,
        AdminMetrics.definition,
        AdminReload.definition,
        AdminRevoke.definition,
        AdminRotateKeys.definition,
        AdminSessions.definition,
        GetBrokerInfo.definition,
        FetchClientMetadata.definition,
        GetClientJWKS.definition,
        GetClientMetadata.definition,
        GetRelayPage.definition,
        SubscribeEvents.definition,
        UnsubscribeEvents.definition,
        ResolveIdentity.definition,
        Authorize.definition,
        HandleCallback.definition,
        CancelFlow.definition,
        WaitForFlow.definition,
        DiscoverAPI.definition,
        FetchResource.definition,
        ListSessions.definition,
        RestoreSession.definition,
        SignOut.definition,
        SignRequest.definition,
        GetTokenInfo.definition,
    ]

    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    /// The method of that name. Two methods of one name trap on first use.
    public static subscript(name: String) -> MethodDefinition? { byName[name] }
}
