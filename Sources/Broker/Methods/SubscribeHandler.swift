import BrokerAPI

/// `events.subscribe`.
struct SubscribeHandler: MethodHandler {
    typealias Method = SubscribeEvents

    let bulletin: SessionBulletin
    let gate: AccessGate

    func handle(_ params: TopicsParams, _ context: CallContext) async throws -> Subscription {
        let topics = params.topics ?? EventTopic.allCases
        guard topics.contains(.session) else { return Subscription(topics: []) }
        let connection = context.connection
        connection.isSubscribed = true
        bulletin.subscribe(connection.id, uid: context.caller.uid) { [gate] event in
            // A subscription outlives many a policy.
            var context = context
            context.policy = gate.policy
            guard let did = event.params["did"]?.stringValue else { return }
            if context.maySee(did: did, handle: event.params["handle"]?.stringValue) { connection.push(event) }
        }
        connection.onClose { [bulletin, id = connection.id] in bulletin.unsubscribe(id) }
        return Subscription(topics: [.session])
    }
}
