/// The topics that a connection is subscribed to.
public struct Subscription: Codable, Sendable, Equatable {
    /// The topics, sorted.
    public var topics: [EventTopic]

    /// A subscription.
    public init(topics: [EventTopic]) { self.topics = topics }

    static let schema = JSONSchema.object("the topics that this connection is now subscribed to", .required("topics", .topics))
}
