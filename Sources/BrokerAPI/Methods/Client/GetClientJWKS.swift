/// `client.jwks`: the public keys to host (RFC 7517 §5).
public enum GetClientJWKS: BrokerMethod {
    /// Which client.
    public typealias Params = RegistrationParams
    /// The key set; without keys for a public client.
    public typealias Result = JSONValue

    /// What the server, the client and the API document know of this method.
    public static let definition = MethodDefinition(
        name: "client.jwks",
        summary: "Answer the public keys of a registration, to host at its jwks_uri.",
        params: RegistrationParams.schema,
        result: .object(
            "a JWK set", .required("keys", .array("public keys", of: .document("a public JWK")))),
        errors: [],
        isRepeatable: true)
}
