import BrokerAPI

/// `events.unsubscribe`.
struct UnsubscribeHandler: MethodHandler {
    typealias Method = UnsubscribeEvents

    let bulletin: SessionBulletin

    func handle(_ params: TopicsParams, _ context: CallContext) async throws -> Subscription {
        let topics = params.topics ?? EventTopic.allCases
        if topics.contains(.session) {
            context.connection.isSubscribed = false
            bulletin.unsubscribe(context.connection.id)
        }
        return Subscription(topics: context.connection.isSubscribed ? [.session] : [])
    }
}
