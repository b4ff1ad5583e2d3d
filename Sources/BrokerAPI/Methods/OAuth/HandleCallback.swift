/// `oauth.callback`: hand over the authorization response that reached somebody else, such as the handler of a custom scheme.
public enum HandleCallback: BrokerMethod {
    /// The response, in one of two forms.
    public struct Params: Codable, Sendable, Equatable {
        /// The whole URL that the browser was sent to.
        public var url: String?
        /// Its parameters, if the URL has been taken apart already.
        public var params: [String: String]?

        /// A response by its URL.
        public init(url: String) { self.url = url }

        /// A response by its parameters.
        public init(params: [String: String]) { self.params = params }
    }

    /// The account.
    public typealias Result = SignedIn

    /// What the server, the client and the API document know of this method.
    public static let definition = MethodDefinition(
        name: "oauth.callback",
        summary: "Hand over an authorization response by its URL or its parameters.",
        params: .object(
            "an authorization response",
            .optional("url", .string("the URL that the browser was sent to", format: .uri, length: 1...8192)),
            .optional("params", .map("its parameters", of: .string("a value", length: 0...8192)))),
        result: SignedIn.schema,
        errors: [.callback, .resolver, .server, .network, .authMethod],
        isRepeatable: false)
}
