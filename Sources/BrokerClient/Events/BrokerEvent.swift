public import BrokerAPI

/// What a stream of events yields.
public enum BrokerEvent: Sendable, Equatable {
    /// Something happened to a session.
    case session(SessionEvent)
    /// Events were missed: so many, or an unknown number while the daemon was away. Ask `sessions()` for the state.
    case lost(Int?)
}
