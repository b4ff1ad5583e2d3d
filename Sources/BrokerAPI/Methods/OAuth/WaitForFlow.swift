/// `oauth.wait`: wait until the browser came back.
public enum WaitForFlow: BrokerMethod {
    /// Which flow, and how long.
    public struct Params: Codable, Sendable, Equatable {
        /// The flow.
        public var flow: String
        /// How long to wait, in milliseconds; nil for as long as the flow lives. Afterwards the error is `timeout`, and the flow goes on.
        public var timeoutMs: Int?

        /// A wait.
        public init(flow: String, timeoutMs: Int? = nil) {
            self.flow = flow
            self.timeoutMs = timeoutMs
        }
    }

    /// The account.
    public typealias Result = SignedIn

    /// What the server, the client and the API document know of this method.
    public static let definition = MethodDefinition(
        name: "oauth.wait",
        summary: "Wait until the browser came back and the account is signed in.",
        params: .object(
            "a wait", .required("flow", .flow),
            .optional("timeoutMs", .integer("how long to wait, in milliseconds", 0...3_600_000))),
        result: SignedIn.schema,
        errors: [.callback, .resolver, .server, .network, .authMethod],
        isRepeatable: true)
}
