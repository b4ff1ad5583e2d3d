/// Whom a daemon serves.
public enum BrokerMode: String, Codable, Sendable, CaseIterable {
    /// All users of the machine, each with sessions of their own.
    case system
    /// One user.
    case user
}
