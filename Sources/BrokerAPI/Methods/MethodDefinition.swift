/// What is said about a method in one place, and used by the server (validation), the client (retry) and the OpenRPC document.
public struct MethodDefinition: Sendable {
    /// The name on the wire, as in `session.signRequest`.
    public let name: String
    /// One sentence for people.
    public let summary: String
    /// The schema of the parameters; its shape is an object.
    public let params: JSONSchema
    /// The schema of the result.
    public let result: JSONSchema
    /// The errors that the method itself can answer, beside JSON-RPC's own and those of `BrokerErrorType.anyMethod`.
    public let errors: [BrokerErrorType]
    /// Whether a call whose answer was lost may be sent again: true only if twice is the same as once.
    public let isRepeatable: Bool
}
