/// What a client can subscribe to.
public enum EventTopic: String, Codable, Sendable, CaseIterable {
    /// Changes of the caller's sessions: `events.session`.
    case session
}
