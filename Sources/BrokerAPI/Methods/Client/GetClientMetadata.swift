/// `client.metadata`: the client metadata document to host (RFC 7591 §2 as AT Protocol profiles it).
public enum GetClientMetadata: BrokerMethod {
    /// Which client.
    public typealias Params = RegistrationParams
    /// The document.
    public typealias Result = JSONValue

    /// What the server, the client and the API document know of this method.
    public static let definition = MethodDefinition(
        name: "client.metadata",
        summary: "Answer the client metadata document of a registration, to host at its client_id.",
        params: RegistrationParams.schema,
        result: .document("a client metadata document"),
        errors: [],
        isRepeatable: true)
}
