/// `client.fetchMetadata`: somebody's client metadata, loaded from its `client_id` and validated.
public enum FetchClientMetadata: BrokerMethod {
    /// Which client.
    public struct Params: Codable, Sendable, Equatable {
        /// The client identifier, an https URL.
        public var clientId: String

        /// A client.
        public init(clientId: String) { self.clientId = clientId }
    }

    /// The document.
    public typealias Result = JSONValue

    /// What the server, the client and the API document know of this method.
    public static let definition = MethodDefinition(
        name: "client.fetchMetadata",
        summary: "Load a client metadata document from its client_id and validate it.",
        params: .object(
            "a client",
            .required(
                "clientId",
                .string("the client identifier", format: .uri, examples: ["https://app.example.com/oauth-client-metadata.json"]))),
        result: .document("a validated client metadata document"),
        errors: [.resolver, .server, .network, .insecureURL],
        isRepeatable: true)
}
