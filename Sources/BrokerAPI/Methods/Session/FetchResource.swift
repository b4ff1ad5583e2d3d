/// `session.fetch`: let the daemon make the request, so that the caller never holds a token.
public enum FetchResource: BrokerMethod {
    /// The request.
    public struct Params: Codable, Sendable, Equatable {
        /// A DID or a handle.
        public var account: String
        /// The HTTP method; nil is `GET`, or `POST` if there is a body.
        public var method: String?
        /// Path and query at the account's server, beginning with `/`.
        public var path: String
        /// Headers by name; those that authenticate are the daemon's.
        public var headers: [String: String]?
        /// The body as text.
        public var body: String?
        /// The body as base64, instead of text.
        public var bodyBase64: String?
        /// The OAuth client that the session belongs to; nil for whichever has one that works, the default first.
        public var registration: String?

        /// A request.
        public init(
            account: String, method: String? = nil, path: String, headers: [String: String]? = nil, body: String? = nil,
            bodyBase64: String? = nil, registration: String? = nil
        ) {
            self.account = account
            self.method = method
            self.path = path
            self.headers = headers
            self.body = body
            self.bodyBase64 = bodyBase64
            self.registration = registration
        }
    }

    /// The response.
    public struct Result: Codable, Sendable, Equatable {
        /// The HTTP status; an error status is a result, not an error of this API.
        public var status: Int
        /// Headers by lower-case name; repeated ones are joined by a comma.
        public var headers: [String: String]
        /// The body, if it is UTF-8.
        public var body: String?
        /// The body as base64, if it is not.
        public var bodyBase64: String?

        /// A response.
        public init(status: Int, headers: [String: String], body: String? = nil, bodyBase64: String? = nil) {
            self.status = status
            self.headers = headers
            self.body = body
            self.bodyBase64 = bodyBase64
        }
    }

    /// What the server, the client and the API document know of this method.
    public static let definition = MethodDefinition(
        name: "session.fetch",
        summary: "Make an authenticated request to the account's server and answer its response.",
        params: .object(
            "a request",
            .required("account", .account),
            .optional("method", .string("the HTTP method in capitals", format: .httpMethod, length: 1...32, examples: ["GET"])),
            .required(
                "path", .string("path and query", format: .path, length: 1...8192, examples: ["/xrpc/com.atproto.server.getSession"])),
            .optional("headers", .map("headers by name", of: .string("a header's value", length: 0...8192))),
            .optional("body", .string("the body as text", length: 0...1_073_741_824)),
            .optional("bodyBase64", .string("the body as base64", format: .base64, length: 0...1_073_741_824)),
            .optional("registration", .sessionRegistration)),
        result: .object(
            "a response",
            .required("status", .integer("the HTTP status", 100...599)),
            .required("headers", .map("headers by lower-case name", of: .string("a header's value", length: 0...65_536))),
            .optional("body", .string("the body, if it is UTF-8", length: 0...1_073_741_824)),
            .optional("bodyBase64", .string("the body as base64, if it is not", format: .base64, length: 0...1_073_741_824))),
        errors: .needingSession + [.insecureURL],
        isRepeatable: false)
}
