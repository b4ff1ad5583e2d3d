/// `client.relayPage`: the page to host at a registration's https redirect URI, which sends the browser on to the daemon.
public enum GetRelayPage: BrokerMethod {
    /// Which client.
    public typealias Params = RegistrationParams

    /// The page.
    public struct Result: Codable, Sendable, Equatable {
        /// Where to host it.
        public var redirectUri: String
        /// The page, complete in itself.
        public var html: String

        /// A page.
        public init(redirectUri: String, html: String) {
            self.redirectUri = redirectUri
            self.html = html
        }
    }

    /// What the server, the client and the API document know of this method.
    public static let definition = MethodDefinition(
        name: "client.relayPage",
        summary: "Answer the page to host at a registration's https redirect URI, which sends the browser on to this machine.",
        params: RegistrationParams.schema,
        result: .object(
            "a page", .required("redirectUri", .string("where to host it", format: .uri)),
            .required("html", .string("the page", length: 1...65_536))),
        errors: [],
        isRepeatable: true)
}
