extension [BrokerErrorType] {
    /// What every method answers that needs a session with a token that works.
    static let needingSession: [BrokerErrorType] = [
        .noSession, .tokenRefresh, .tokenRevoked, .tokenInvalid, .needsLogin, .ambiguousRefresh, .resolver, .server, .network, .authMethod,
        .locked,
    ]
}
