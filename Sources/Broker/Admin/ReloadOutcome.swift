/// What came of reading the configuration again.
public struct ReloadOutcome: Sendable, Hashable {
    /// Whether the new configuration is in force.
    public let isInForce: Bool
    /// What is wrong with it, or what of it takes a restart.
    public let messages: [String]
}
