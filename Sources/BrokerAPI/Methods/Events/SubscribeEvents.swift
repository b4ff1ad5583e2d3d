/// `events.subscribe`: from now on, tell this connection what happens to the caller's sessions.
public enum SubscribeEvents: BrokerMethod {
    /// The topics to add.
    public typealias Params = TopicsParams
    /// All topics of the connection.
    public typealias Result = Subscription

    /// What the server, the client and the API document know of this method.
    public static let definition = MethodDefinition(
        name: "events.subscribe",
        summary: "Send this connection events.session notifications; events.lost if it reads too slowly.",
        params: TopicsParams.schema,
        result: Subscription.schema,
        errors: [],
        isRepeatable: true)
}
