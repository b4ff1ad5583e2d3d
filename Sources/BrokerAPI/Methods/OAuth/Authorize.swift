/// `oauth.authorize`: begin a sign-in (RFC 6749 §4.1 with PAR, PKCE and DPoP).
public enum Authorize: BrokerMethod {
    /// Who signs in, and how.
    public struct Params: Codable, Sendable, Equatable {
        /// A handle, a DID, or the URL of a server.
        public var identifier: String
        /// The OAuth client; nil for the default.
        public var registration: String?
        /// The scope; nil for the registration's.
        public var scope: String?
        /// What the server shall ask the user; nil leaves it to the server.
        public var prompt: Prompt?
        /// How the server shall show its pages.
        public var display: Display?
        /// Languages in order of preference, as in `fr-CA fr en`.
        public var uiLocales: String?
        /// How old the user's authentication may be, in seconds.
        public var maxAge: Int?
        /// One of the registration's redirect URIs; nil for the daemon's own listener.
        public var redirectUri: String?
        /// Any text; it comes back with the account.
        public var state: String?

        /// A sign-in.
        public init(
            identifier: String, registration: String? = nil, scope: String? = nil, prompt: Prompt? = nil, display: Display? = nil,
            uiLocales: String? = nil, maxAge: Int? = nil, redirectUri: String? = nil, state: String? = nil
        ) {
            self.identifier = identifier
            self.registration = registration
            self.scope = scope
            self.prompt = prompt
            self.display = display
            self.uiLocales = uiLocales
            self.maxAge = maxAge
            self.redirectUri = redirectUri
            self.state = state
        }
    }

    /// An open flow.
    public struct Result: Codable, Sendable, Equatable {
        /// Names the flow in `oauth.wait` and `oauth.cancel`.
        public var flow: String
        /// Where to send the browser.
        public var authorizationUrl: String
        /// Where the server will send it back to.
        public var redirectUri: String
        /// When the flow ends by itself.
        public var expiresAt: Timestamp

        /// A flow.
        public init(flow: String, authorizationUrl: String, redirectUri: String, expiresAt: Timestamp) {
            self.flow = flow
            self.authorizationUrl = authorizationUrl
            self.redirectUri = redirectUri
            self.expiresAt = expiresAt
        }
    }

    /// What the server, the client and the API document know of this method.
    public static let definition = MethodDefinition(
        name: "oauth.authorize",
        summary: "Begin a sign-in and say where to send the browser.",
        params: .object(
            "a sign-in",
            .required("identifier", .string("a handle, a DID or a server's URL", examples: ["alice.example.com"])),
            .optional("registration", .registration),
            .optional("scope", .scope),
            .optional("prompt", .choice("what the server shall ask the user", Prompt.self)),
            .optional("display", .choice("how the server shall show its pages", Display.self)),
            .optional("uiLocales", .string("languages in order of preference", length: 1...256, examples: ["fr-CA fr en"])),
            .optional("maxAge", .integer("how old the user's authentication may be, in seconds", 0...31_536_000)),
            .optional("redirectUri", .string("a redirect URI of the registration", format: .uri)),
            .optional("state", .string("any text; it comes back with the account", length: 0...4096))),
        result: .object(
            "an open flow",
            .required("flow", .flow),
            .required("authorizationUrl", .string("where to send the browser", format: .uri, length: 1...8192)),
            .required("redirectUri", .string("where the server sends it back to", format: .uri)),
            .required("expiresAt", .timestamp("when the flow ends by itself"))),
        errors: [.resolver, .server, .network, .authMethod, .insecureURL],
        isRepeatable: false)
}
