/// `events.unsubscribe`: no more events on this connection.
public enum UnsubscribeEvents: BrokerMethod {
    /// The topics to drop.
    public typealias Params = TopicsParams
    /// The topics that stay.
    public typealias Result = Subscription

    /// What the server, the client and the API document know of this method.
    public static let definition = MethodDefinition(
        name: "events.unsubscribe",
        summary: "Send this connection no more notifications of these topics.",
        params: TopicsParams.schema,
        result: Subscription.schema,
        errors: [],
        isRepeatable: true)
}
