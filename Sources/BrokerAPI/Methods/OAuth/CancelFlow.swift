/// `oauth.cancel`: forget an open sign-in.
public enum CancelFlow: BrokerMethod {
    /// Which flow.
    public struct Params: Codable, Sendable, Equatable {
        /// The flow.
        public var flow: String

        /// A flow to cancel.
        public init(flow: String) { self.flow = flow }
    }

    /// Nothing; cancelling a flow that is over is no error.
    public typealias Result = EmptyObject

    /// What the server, the client and the API document know of this method.
    public static let definition = MethodDefinition(
        name: "oauth.cancel",
        summary: "Forget an open sign-in; whoever waits for it gets the error cancelled.",
        params: .object("a flow to cancel", .required("flow", .flow)),
        result: .empty,
        errors: [],
        isRepeatable: true)
}
