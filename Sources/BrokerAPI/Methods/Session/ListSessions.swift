/// `session.list`: the caller's sessions.
public enum ListSessions: BrokerMethod {
    /// No parameters.
    public typealias Params = EmptyObject
    /// The sessions, ended ones included, sorted by DID.
    public typealias Result = [SessionSummary]

    /// What the server, the client and the API document know of this method.
    public static let definition = MethodDefinition(
        name: "session.list",
        summary: "List the sessions that the caller may use, ended ones included.",
        params: .empty,
        result: .array("sessions", of: SessionSummary.schema),
        errors: [],
        isRepeatable: true)
}
