/// Parameters that list event topics.
public struct TopicsParams: Codable, Sendable, Equatable {
    /// The topics; nil for all.
    public var topics: [EventTopic]?

    /// Topics.
    public init(topics: [EventTopic]? = nil) { self.topics = topics }

    static let schema = JSONSchema.object("event topics", .optional("topics", .topics))
}
